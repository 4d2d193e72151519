/**
 * Seeded random numbers, the same on every machine: xoshiro128** 1.1 of Blackman and Vigna ("Scrambled linear
 * pseudorandom number generators", 2021), its state filled by SplitMix32 from the seed. Not for secrets.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  /** @param seed an integer; only its lower 32 bits count. */
  constructor(seed: number) {
    let state = seed >>> 0;
    const next = (): number => {
      state = (state + 0x9e3779b9) >>> 0;
      let mixed = state;
      mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      return (mixed ^ (mixed >>> 15)) >>> 0;
    };
    this.a = next();
    this.b = next();
    this.c = next();
    this.d = next();
  }

  /** An integer, uniform in 0 ... 2^32 - 1. */
  uint32(): number {
    const scrambled = Math.imul(this.b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= shifted;
    this.d = (this.d << 11) | (this.d >>> 21);
    return result;
  }

  /** A number with 53 random bits, uniform in 0 ... 1 without 1. */
  uniform(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** An integer, uniform in 0 ... below - 1, without bias; `below` is at least 1 and at most 2^32. */
  integer(below: number): number {
    const limit = 4294967296 - (4294967296 % below);
    for (;;) {
      const value = this.uint32();
      if (value < limit) return value % below;
    }
  }
}
