/** As many pieces are joined at once: far faster than to add each to a text, and the collector carries none of them along. */
const piecesInPart = 1000;

/** A text of many small pieces. */
export class LongText {
  private parts: string[] = [];
  private readonly pieces: string[] = [];
  private count = 0;

  add(piece: string): void {
    this.pieces[this.count++] = piece;
    if (this.count === piecesInPart) this.closePart();
  }

  toString(): string {
    if (this.count > 0) this.closePart();
    if (this.parts.length !== 1) this.parts = [this.parts.join("")];
    return this.parts[0]!;
  }

  private closePart(): void {
    this.pieces.length = this.count;
    this.parts.push(this.pieces.join(""));
    this.count = 0;
  }
}
