/** From here on a part is kept as one piece. */
const partLength = 4096;

/** A text of many small pieces. */
export class LongText {
  private parts: string[] = [];
  private last = "";

  add(piece: string): void {
    this.last += piece;
    if (this.last.length > partLength) this.closePart();
  }

  toString(): string {
    if (this.parts.length === 0) return this.last;
    this.closePart();
    this.parts = [this.parts.join("")];
    return this.parts[0]!;
  }

  private closePart(): void {
    // What `+` makes is a tree of its pieces, which the collector would carry along until the end; who reads a letter of it makes it one piece.
    this.last.charCodeAt(0);
    this.parts.push(this.last);
    this.last = "";
  }
}
