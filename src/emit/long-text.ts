/** As many pieces are joined at once: far faster than to add each to a text, and the collector carries none of them along. */
const piecesInPart = 1000;

/** A text of many small pieces. */
export class LongText {
  private readonly all: string[] = [];
  private readonly pieces: string[] = [];
  private count = 0;

  add(piece: string): void {
    this.pieces[this.count++] = piece;
    if (this.count === piecesInPart) this.closePart();
  }

  /** Adds the parts of another text, which are copied only where the whole is put together. */
  addParts(parts: readonly string[]): void {
    if (this.count > 0) this.closePart();
    for (const part of parts) this.all.push(part);
  }

  /** What the whole is put together of. */
  parts(): readonly string[] {
    if (this.count > 0) this.closePart();
    return this.all;
  }

  private closePart(): void {
    this.pieces.length = this.count;
    this.all.push(this.pieces.join(""));
    this.count = 0;
  }
}
