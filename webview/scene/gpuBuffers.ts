import { BufferAttribute } from 'three';

/** Bytes, in order, of a typed array of any kind. */
type Uploaded = Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Int16Array<ArrayBuffer>;

/**
 * A buffer on the GPU that no array in the page stands behind. It is filled through the copy target, which leaves the
 * renderer's own bindings alone.
 */
export class GpuBuffer {
  readonly handle: WebGLBuffer;

  constructor(
    private readonly context: WebGL2RenderingContext,
    readonly byteLength: number,
    use: 'vertices' | 'indices' = 'vertices',
  ) {
    this.handle = context.createBuffer();
    if (use === 'indices') {
      // The first target decides for good whether a buffer may hold indices. It is part of the bound vertex array,
      // which is the renderer's and must not notice.
      const bound: unknown = context.getParameter(context.VERTEX_ARRAY_BINDING);
      context.bindVertexArray(null);
      context.bindBuffer(context.ELEMENT_ARRAY_BUFFER, this.handle);
      context.bindBuffer(context.ELEMENT_ARRAY_BUFFER, null);
      context.bindVertexArray(bound instanceof WebGLVertexArrayObject ? bound : null);
    }
    context.bindBuffer(context.COPY_WRITE_BUFFER, this.handle);
    context.bufferData(context.COPY_WRITE_BUFFER, byteLength, context.STATIC_DRAW);
    context.bindBuffer(context.COPY_WRITE_BUFFER, null);
  }

  static of(context: WebGL2RenderingContext, data: Uploaded, use: 'vertices' | 'indices' = 'vertices'): GpuBuffer {
    const buffer = new GpuBuffer(context, data.byteLength, use);
    buffer.write(0, data);
    return buffer;
  }

  write(byteOffset: number, data: Uploaded): void {
    const { context } = this;
    context.bindBuffer(context.COPY_WRITE_BUFFER, this.handle);
    context.bufferSubData(context.COPY_WRITE_BUFFER, byteOffset, data);
    context.bindBuffer(context.COPY_WRITE_BUFFER, null);
  }

  /** Reads back into `target`; waits for the GPU, so only for little or after a fence. */
  read(byteOffset: number, target: Float32Array | Uint32Array): void {
    const { context } = this;
    context.bindBuffer(context.COPY_READ_BUFFER, this.handle);
    context.getBufferSubData(context.COPY_READ_BUFFER, byteOffset, target);
    context.bindBuffer(context.COPY_READ_BUFFER, null);
  }

  floats(components: number): GpuAttribute {
    return new GpuAttribute(this.handle, this.context.FLOAT, 4, components, this.byteLength / (4 * components), false);
  }

  /** Bytes 0...255 that shaders read as 0...1. */
  shares(components: number): GpuAttribute {
    return new GpuAttribute(this.handle, this.context.UNSIGNED_BYTE, 1, components, this.byteLength / components, true);
  }

  /** Shorts -32767...32767 that shaders read as -1...1. */
  directions(components: number): GpuAttribute {
    return new GpuAttribute(this.handle, this.context.SHORT, 2, components, this.byteLength / (2 * components), true);
  }

  indices(): GpuAttribute {
    return new GpuAttribute(this.handle, this.context.UNSIGNED_INT, 4, 1, this.byteLength / 4, false);
  }

  dispose(): void {
    this.context.deleteBuffer(this.handle);
  }
}

/**
 * An attribute or index over a {@link GpuBuffer}. three's own GLBufferAttribute is refused by the types of meshes and
 * as an index; the renderer itself only asks for these fields.
 */
export class GpuAttribute extends BufferAttribute {
  readonly isGLBufferAttribute = true;
  override readonly count: number;

  constructor(
    readonly buffer: WebGLBuffer,
    readonly type: GLenum,
    readonly elementSize: 1 | 2 | 4,
    components: number,
    count: number,
    normalized: boolean,
  ) {
    super(new Uint32Array(0), components, normalized);
    this.count = count;
  }
}
