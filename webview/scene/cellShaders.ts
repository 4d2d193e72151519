import { clippedFragments, clippedFragmentsVertex } from './clipping';
import { colouringFunctions, header, lamp, nowhereAndProjected, seeThrough } from './shaders';

/** Sources of the shaders of voxels: rectangles of cells' faces that are read from a texture, two words each (see voxelQuads.ts). */

/** Reads rectangle gl_VertexID / 6 and places its corner gl_VertexID % 6. */
const decoding = /* glsl */ `
uniform highp usampler2D quads;
uniform vec3 blockCorner;
uniform mat3 cellSteps;
uint direction;
uint kind;
vec3 cornerInBlock;
vec2 inFace;
vec3 position;

void decode() {
  int quad = gl_VertexID / 6;
  int corner = gl_VertexID - 6 * quad;
  uvec2 words = texelFetch(quads, ivec2(quad & 2047, quad >> 11), 0).rg;
  direction = (words.x >> 24u) & 7u;
  kind = words.y >> 5u;
  vec2 size = vec2(float((words.x >> 27u) + 1u), float((words.y & 31u) + 1u));
  vec2 share = vec2(corner == 1 || corner == 2 || corner == 4 ? 1.0 : 0.0, corner == 2 || corner == 4 || corner == 5 ? 1.0 : 0.0);
  // A little larger than it is, so that no pixel between rectangles of different lengths stays empty.
  inFace = size * share + (share - 0.5) * 0.006;
  uint across = direction >> 1u;
  vec3 offset = across == 0u ? vec3(0.0, inFace) : across == 1u ? vec3(inFace.x, 0.0, inFace.y) : vec3(inFace, 0.0);
  cornerInBlock = vec3(float(words.x & 255u), float((words.x >> 8u) & 255u), float((words.x >> 16u) & 255u)) + offset;
  position = blockCorner + cellSteps * cornerInBlock;
}

// Outward, in coordinates; the axes need not be at right angles.
vec3 outward() {
  uint across = direction >> 1u;
  vec3 normal = across == 0u ? cross(cellSteps[1], cellSteps[2]) : across == 1u ? cross(cellSteps[2], cellSteps[0]) : cross(cellSteps[0], cellSteps[1]);
  vec3 along = cellSteps[int(across)];
  return normal * sign(dot(normal, along)) * ((direction & 1u) == 1u ? 1.0 : -1.0);
}
`;

export const cellVertexShader = /* glsl */ `${header}${decoding}
vec4 colour;
float scalar;
${colouringFunctions}${nowhereAndProjected}${clippedFragmentsVertex}
uniform highp sampler2D palette;
uniform highp sampler2D kindValues;
uniform vec3 softScale;
uniform vec3 blockFirst;
uniform float cellSide;
uniform bool orthographic;
uniform bool clipped;
out vec3 shown;
out vec3 viewPosition;
out vec3 viewNormal;
out vec2 faceCells;
out vec3 softPlace;
out float kept;
void main() {
  decode();
  ivec2 entry = ivec2(int(kind & 1023u), int(kind >> 10u));
  colour = texelFetch(palette, entry, 0);
  scalar = texelFetch(kindValues, entry, 0).r;
  kept = selectionMode == 1 && isLeftOut() ? 0.0 : 1.0;
  viewPosition = (modelViewMatrix * vec4(position, 1.0)).xyz;
  viewNormal = mat3(modelViewMatrix) * outward();
  // A face that looks away is behind others, unless the box cuts them open.
  bool away = dot(viewNormal, orthographic ? vec3(0.0, 0.0, 1.0) : -viewPosition) <= 0.0;
  gl_Position = away && !clipped ? nowhere : projected();
  tellPlace();
  faceCells = inFace;
  softPlace = (blockFirst + cellSide * cornerInBlock) * softScale;
  shown = elementColour();
}
`;

export const cellFragmentShader = /* glsl */ `${header}
in vec3 shown;
in vec3 viewPosition;
in vec3 viewNormal;
in vec2 faceCells;
in vec3 softPlace;
in float kept;
uniform mat4 modelViewMatrix;
uniform mat3 cellSteps;
uniform float cellSide;
uniform vec3 softScale;
uniform highp sampler3D softCells;
uniform bool isSoft;
uniform bool smoothCells;
uniform bool cellEdges;
uniform vec3 edgeColour;
uniform bool orthographic;
layout(location = 0) out vec4 fragment;
${seeThrough}${clippedFragments}${lamp}

// Against the gradient of how much is occupied, by central differences one texel apart.
vec3 softNormal() {
  vec3 texel = 1.0 / vec3(textureSize(softCells, 0));
  vec3 gradient = vec3(
    texture(softCells, softPlace - vec3(texel.x, 0.0, 0.0)).r - texture(softCells, softPlace + vec3(texel.x, 0.0, 0.0)).r,
    texture(softCells, softPlace - vec3(0.0, texel.y, 0.0)).r - texture(softCells, softPlace + vec3(0.0, texel.y, 0.0)).r,
    texture(softCells, softPlace - vec3(0.0, 0.0, texel.z)).r - texture(softCells, softPlace + vec3(0.0, 0.0, texel.z)).r);
  // A gradient in cells becomes one in coordinates by the inverse of the steps, turned over.
  return mat3(modelViewMatrix) * (transpose(inverse(cellSteps / cellSide)) * gradient);
}

void main() {
  clip();
#ifdef SEE_THROUGH
  if (kept < 0.5 || isSeenThrough(1.0, 0.0)) discard;
#endif
  vec3 normal = viewNormal;
  if (smoothCells && isSoft) {
    vec3 soft = softNormal();
    // Where the neighbourhood is even, as in a thin sheet, the face's own normal is the better one.
    if (dot(soft, soft) > 1e-8) normal = soft;
  }
  vec3 colour = shown * lightOf(normal, viewPosition, orthographic);
  if (cellEdges) {
    vec2 width = fwidth(faceCells);
    vec2 toLine = abs(fract(faceCells - 0.5) - 0.5) / max(width, 1e-6);
    // Lines closer than a few pixels would be a grey wash.
    float seen = 1.0 - smoothstep(0.15, 0.35, max(width.x, width.y));
    colour = mix(colour, edgeColour, 0.7 * seen * (1.0 - smoothstep(0.2, 1.0, min(toLine.x, toLine.y))));
  }
  fragment = vec4(min(colour, vec3(1.0)), 1.0);
}
`;

/** The targets of picking (see shaders.ts); in place of a vertex the face's direction. */
export const cellPickVertexShader = /* glsl */ `${header}${decoding}
uniform mat4 modelViewMatrix;
uniform mat4 projectionMatrix;
uniform highp sampler2D kindValues;
uniform uint pickNumber;
uniform bool hasScalars;
uniform int selectionMode;
uniform bool selectedOutside;
uniform float selectedFrom;
uniform float selectedTo;
flat out uvec2 identity;
out vec3 place;
void main() {
  decode();
  identity = uvec2(pickNumber, direction);
  place = position;
  float scalar = texelFetch(kindValues, ivec2(int(kind & 1023u), int(kind >> 10u)), 0).r;
  bool hidden = selectionMode == 1 && (!hasScalars || (scalar >= selectedFrom && scalar <= selectedTo) == selectedOutside);
  gl_Position = hidden ? vec4(2.0, 2.0, 2.0, 1.0) : projectionMatrix * (modelViewMatrix * vec4(position, 1.0));
}
`;
