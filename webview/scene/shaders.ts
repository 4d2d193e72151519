import { clippedElements, clippedFragments, clippedFragmentsVertex } from './clipping';

/** Sources of the scene's shaders (GLSL ES 3.00). Positions are about the scene's origin; sRGB values are written as they are. */

export const header = /* glsl */ `
precision highp float;
precision highp int;
`;

/** What an element's colour comes from, as the shaders' `colourMode` has it. */
export const colourModes = { uniform: 0, file: 1, height: 2, scalar: 3 } as const;

/** What an element's colour is told from: in attributes, or as globals that a program sets. */
const colouringInputs = /* glsl */ `
in vec3 position;
in vec4 colour;
in float scalar;
`;

export const colouringFunctions = /* glsl */ `
uniform mat4 modelViewMatrix;
uniform mat4 projectionMatrix;
uniform int colourMode;
uniform bool categories;
uniform bool hasColours;
uniform bool hasScalars;
uniform vec3 plainColour;
uniform vec3 neutralColour;
uniform vec3 heightAxis;
uniform float heightStart;
uniform float heightScale;
uniform float scalarStart;
uniform float scalarScale;
uniform float categoryBase;
uniform highp sampler2D colourMap;
uniform int selectionMode;
uniform bool selectedOutside;
uniform float selectedFrom;
uniform float selectedTo;

// Told by the bits, since compilers may assume that no value is NaN.
bool isNotFinite(float value) {
  return (floatBitsToUint(value) & 0x7f800000u) == 0x7f800000u;
}

// The entries are the texels' centres, so that both ends of the map are reached.
vec3 mapped(float share) {
  float entries = 256.0;
  return texture(colourMap, vec2((clamp(share, 0.0, 1.0) * (entries - 1.0) + 0.5) / entries, 0.5)).rgb;
}

vec3 category(float value) {
  float number = mod(floor(value + 0.5) + categoryBase, 12.0);
  return texelFetch(colourMap, ivec2(clamp(int(number), 0, 11), 0), 0).rgb;
}

bool isLeftOut() {
  if (selectionMode == 0) return false;
  return !hasScalars || isNotFinite(scalar) || (scalar >= selectedFrom && scalar <= selectedTo) == selectedOutside;
}

vec3 elementColour() {
  if (selectionMode == 2 && isLeftOut()) return neutralColour;
  if (colourMode == 1 && hasColours) return colour.rgb;
  if (colourMode == 2) {
    float height = dot(position, heightAxis);
    return mapped(heightScale > 0.0 ? (height - heightStart) * heightScale : 0.5);
  }
  if (colourMode == 3) {
    if (!hasScalars || isNotFinite(scalar)) return neutralColour;
    if (categories) return category(scalar);
    return mapped(scalarScale > 0.0 ? (scalar - scalarStart) * scalarScale : 0.5);
  }
  return plainColour;
}
`;

export const nowhereAndProjected = /* glsl */ `
// Outside of what is drawn, for points that are not finite.
const vec4 nowhere = vec4(2.0, 2.0, 2.0, 1.0);

vec4 projected() {
  if (isNotFinite(position.x) || isNotFinite(position.y) || isNotFinite(position.z)) return nowhere;
  return projectionMatrix * (modelViewMatrix * vec4(position, 1.0));
}
`;

/** How much of an element covers what is behind, and which of several shells it is of. */
const translucency = /* glsl */ `
uniform bool translucent;
float elementOpacity() {
  return translucent ? colour.a : 1.0;
}

float elementShell() {
  return translucent ? floor(colour.r * 255.0 + 0.5) : 0.0;
}
`;

const colouring = `${colouringInputs}${colouringFunctions}${nowhereAndProjected}${translucency}`;

/**
 * Leaves pixels out evenly, so that nothing has to be sorted and what is drawn in parts over several frames stays right
 * in depth: interleaved gradient noise (Jimenez, "Next Generation Post Processing in Call of Duty: Advanced Warfare", 2014).
 */
export const seeThrough = /* glsl */ `
#ifdef SEE_THROUGH
uniform float opacity;
uniform float patternShift;
// Shells in one another leave out different pixels, so that all are seen.
bool isSeenThrough(float share, float shell) {
  vec2 place = gl_FragCoord.xy + patternShift + 13.3 * shell;
  return fract(52.9829189 * fract(dot(place, vec2(0.06711056, 0.00583715)))) >= opacity * share;
}
#endif
`;

export const pointVertexShader = /* glsl */ `${header}${colouring}${clippedElements}
uniform float pointSize;
flat out vec3 shown;
void main() {
  gl_Position = isClipped(position) || (selectionMode == 1 && isLeftOut()) ? nowhere : projected();
  gl_PointSize = pointSize;
  shown = elementColour();
}
`;

export const pointFragmentShader = /* glsl */ `${header}
flat in vec3 shown;
layout(location = 0) out vec4 fragment;
${seeThrough}
void main() {
#ifdef SEE_THROUGH
  if (isSeenThrough(1.0, 0.0)) discard;
#endif
#ifdef ROUND
  vec2 fromCentre = gl_PointCoord - 0.5;
  if (dot(fromCentre, fromCentre) > 0.25) discard;
#endif
  fragment = vec4(shown, 1.0);
}
`;

export const surfaceVertexShader = /* glsl */ `${header}${colouring}${clippedFragmentsVertex}
in vec3 normal;
out vec3 shown;
out vec3 viewPosition;
out vec3 viewNormal;
out float kept;
flat out float shell;
void main() {
  gl_Position = projected();
  tellPlace();
  kept = selectionMode == 1 && isLeftOut() ? 0.0 : elementOpacity();
  shell = elementShell();
  viewPosition = (modelViewMatrix * vec4(position, 1.0)).xyz;
  viewNormal = mat3(modelViewMatrix) * normal;
  shown = elementColour();
}
`;

/** A lamp beside the camera, and both sides lit alike. The share of ambient light keeps colours readable at grazing angles. */
export const lamp = /* glsl */ `
float lightOf(vec3 normal, vec3 place, bool parallel) {
  float magnitude = length(normal);
  vec3 unit = magnitude > 0.0 ? normal / magnitude : vec3(0.0, 0.0, 1.0);
  vec3 toEye = parallel ? vec3(0.0, 0.0, 1.0) : normalize(-place);
  if (dot(unit, toEye) < 0.0) unit = -unit;
  return (0.38 + 0.62 * max(0.0, dot(unit, normalize(toEye + vec3(0.18, 0.28, 0.0))))) * 1.04;
}
`;

export const surfaceFragmentShader = /* glsl */ `${header}
in vec3 shown;
in vec3 viewPosition;
in vec3 viewNormal;
in float kept;
flat in float shell;
uniform bool smoothNormals;
uniform bool orthographic;
layout(location = 0) out vec4 fragment;
${seeThrough}${clippedFragments}${lamp}
void main() {
  clip();
#ifdef SEE_THROUGH
  if (kept <= 0.0 || isSeenThrough(kept, shell)) discard;
#endif
  vec3 across = cross(dFdx(viewPosition), dFdy(viewPosition));
  vec3 direction = smoothNormals && dot(viewNormal, viewNormal) > 0.0 ? viewNormal : across;
  fragment = vec4(min(shown * lightOf(direction, viewPosition, orthographic), vec3(1.0)), 1.0);
}
`;

export const lineVertexShader = /* glsl */ `${header}${colouring}${clippedFragmentsVertex}
uniform bool overSurface;
uniform vec3 edgeColour;
out vec3 shown;
out float kept;
flat out float shell;
void main() {
  gl_Position = projected();
  tellPlace();
  kept = selectionMode == 1 && isLeftOut() ? 0.0 : elementOpacity();
  shell = elementShell();
  shown = overSurface ? edgeColour : elementColour();
}
`;

export const lineFragmentShader = /* glsl */ `${header}
in vec3 shown;
in float kept;
flat in float shell;
layout(location = 0) out vec4 fragment;
${seeThrough}${clippedFragments}
void main() {
  clip();
#ifdef SEE_THROUGH
  if (kept <= 0.0 || isSeenThrough(kept, shell)) discard;
#endif
  fragment = vec4(shown, 1.0);
}
`;

/** Two integer targets: object, vertex, depth; and the bits of the vertex's (a surface: the hit's) position. */
export const pickVertexShader = /* glsl */ `${header}
in vec3 position;
in float scalar;
uniform mat4 modelViewMatrix;
uniform mat4 projectionMatrix;
uniform float pointSize;
uniform uint pickNumber;
uniform bool roundPoints;
uniform bool hasScalars;
uniform int selectionMode;
uniform bool selectedOutside;
uniform float selectedFrom;
uniform float selectedTo;
flat out uvec2 identity;
out vec3 place;
bool isNotFinite(float value) {
  return (floatBitsToUint(value) & 0x7f800000u) == 0x7f800000u;
}
void main() {
  identity = uvec2(pickNumber, uint(gl_VertexID));
  place = position;
  gl_PointSize = pointSize;
  // What is not shown cannot be clicked; a surface's own corners are needed to place its triangles.
  bool hidden = roundPoints && selectionMode == 1 &&
    (!hasScalars || isNotFinite(scalar) || (scalar >= selectedFrom && scalar <= selectedTo) == selectedOutside);
  gl_Position = hidden || isNotFinite(position.x) || isNotFinite(position.y) || isNotFinite(position.z)
    ? vec4(2.0, 2.0, 2.0, 1.0)
    : projectionMatrix * (modelViewMatrix * vec4(position, 1.0));
}
`;

export const pickFragmentShader = /* glsl */ `${header}
flat in uvec2 identity;
in vec3 place;
uniform bool roundPoints;
${clippedElements}
layout(location = 0) out uvec4 found;
layout(location = 1) out uvec4 placeBits;
void main() {
  if (isClipped(place)) discard;
  if (roundPoints) {
    vec2 fromCentre = gl_PointCoord - 0.5;
    if (dot(fromCentre, fromCentre) > 0.25) discard;
  }
  found = uvec4(identity, floatBitsToUint(gl_FragCoord.z), 1u);
  placeBits = uvec4(floatBitsToUint(place), 1u);
}
`;

/** A rectangle with a picture on it; transparent cells let through what is behind. */
export const pictureVertexShader = /* glsl */ `${header}
in vec3 position;
in vec2 place;
uniform mat4 modelViewMatrix;
uniform mat4 projectionMatrix;
${clippedFragmentsVertex}
out vec2 share;
void main() {
  tellPlace();
  share = place;
  gl_Position = projectionMatrix * (modelViewMatrix * vec4(position, 1.0));
}
`;

export const pictureFragmentShader = /* glsl */ `${header}
in vec2 share;
uniform highp sampler2D picture;
layout(location = 0) out vec4 fragment;
${clippedFragments}
void main() {
  clip();
  vec4 cell = texture(picture, share);
  if (cell.a < 0.5) discard;
  fragment = vec4(cell.rgb, 1.0);
}
`;
