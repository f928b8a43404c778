/** Finds the top-level elements in a sequence of XML bytes without building anything. The bytes are taken to be well-formed. */

type State = "text" | "markup" | "start-tag" | "quoted" | "end-tag" | "declaration" | "skipped";

const [LESS, GREATER, SLASH, QUESTION, EXCLAMATION, DASH, BRACKET] = Buffer.from("<>/?!-[");
const [QUOTE, APOSTROPHE] = Buffer.from(`"'`);

export class XmlScanner {
  #state: State = "text";
  #depth = 0;
  #quote = 0;
  /** What ends the comment, CDATA section or processing instruction that is being skipped. */
  #terminator = "";
  /** The last three bytes, to see a terminator that is split over two chunks. */
  #recent = "";
  #previous = 0;

  /** Reads on. Answers where in these bytes the names of top-level elements begin. */
  push(bytes: Uint8Array): number[] {
    const starts: number[] = [];
    for (let index = 0; index < bytes.length; index++) {
      const before = this.#state;
      this.#advance(bytes[index]!);
      if (before === "markup" && this.#state === "start-tag" && this.#depth === 0) starts.push(index);
      this.#previous = bytes[index]!;
    }
    return starts;
  }

  #advance(byte: number): void {
    switch (this.#state) {
      case "text":
        if (byte === LESS) this.#state = "markup";
        break;
      case "markup":
        this.#beginMarkup(byte);
        break;
      case "start-tag":
        if (byte === QUOTE || byte === APOSTROPHE) this.#beginQuoted(byte);
        else if (byte === GREATER) this.#endStartTag();
        break;
      case "quoted":
        if (byte === this.#quote) this.#state = "start-tag";
        break;
      case "end-tag":
        if (byte === GREATER) this.#endElement();
        break;
      case "declaration":
        this.#beginDeclaration(byte);
        break;
      case "skipped":
        this.#recent = (this.#recent + String.fromCharCode(byte)).slice(-3);
        if (this.#recent.endsWith(this.#terminator)) this.#state = "text";
        break;
    }
  }

  /** The byte behind "<". */
  #beginMarkup(byte: number): void {
    if (byte === SLASH) this.#state = "end-tag";
    else if (byte === QUESTION) this.#skipTo("?>");
    else if (byte === EXCLAMATION) this.#state = "declaration";
    else this.#state = "start-tag";
  }

  /** The byte behind "<!". */
  #beginDeclaration(byte: number): void {
    if (byte === DASH) this.#skipTo("-->");
    else if (byte === BRACKET) this.#skipTo("]]>");
    else this.#skipTo(">");
  }

  #beginQuoted(quote: number): void {
    this.#quote = quote;
    this.#state = "quoted";
  }

  #endStartTag(): void {
    if (this.#previous !== SLASH) this.#depth++;
    this.#state = "text";
  }

  #endElement(): void {
    this.#depth--;
    this.#state = "text";
  }

  #skipTo(terminator: string): void {
    this.#terminator = terminator;
    this.#recent = "";
    this.#state = "skipped";
  }
}
