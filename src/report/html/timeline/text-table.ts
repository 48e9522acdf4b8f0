/** Marks the place of a number in a template. No text of ours holds this character. */
const HOLE = '\u0001'

/**
 * Texts as a template and the numbers in its holes. Values and answers of one workload differ in little but
 * their numbers, so this makes them several times shorter without loss.
 */
export class TextTable {
  readonly #numbers = new Map<string, number>()

  get templates(): readonly string[] {
    return [...this.#numbers.keys()]
  }

  /** `template:number,number`, the template's place in base 36; an empty text is an empty word. Has no spaces. */
  word(text: string): string {
    if (text === '') return ''
    const template = text.replaceAll(HOLE, ' ').replace(/\d+/g, HOLE)
    const numbers = text.match(/\d+/g) ?? []
    const known = this.#numbers.get(template) ?? this.#numbers.size
    this.#numbers.set(template, known)
    return `${known.toString(36)}${numbers.length === 0 ? '' : `:${numbers.join(',')}`}`
  }
}
