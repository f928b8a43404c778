// Reads the records that the C side writes into its output (csrc/output.h): u32 little-endian, strings ending in NUL.

/** A cursor over bytes. Text is copied out; the bytes may be a view of WebAssembly memory. */
export class OutputReader {
  private offset = 0;

  constructor(private readonly bytes: Buffer) {}

  get atEnd(): boolean {
    return this.offset >= this.bytes.length;
  }

  /** A number, a flag or a pointer. */
  u32(): number {
    const value = this.bytes.readUInt32LE(this.offset);
    this.offset += 4;
    return value;
  }

  i32(): number {
    return this.u32() | 0;
  }

  flag(): boolean {
    return this.u32() !== 0;
  }

  string(): string {
    const end = this.bytes.indexOf(0, this.offset);
    const text = this.bytes.toString("utf8", this.offset, end);
    this.offset = end + 1;
    return text;
  }

  /** A string that the C side writes empty when there is none. */
  optionalString(): string | undefined {
    return this.string() || undefined;
  }

  /** A count and that many entries. */
  list<T>(read: (reader: this) => T): T[] {
    return Array.from({ length: this.u32() }, () => read(this));
  }
}
