/** Images by what they are the engine of, as words of a command: `--image mongodb=mongo:8.2`. */
export function imageFlags(images: { readonly [engine: string]: string }): string[] {
  return Object.entries(images).map(([engine, image]) => `--image ${engine}=${image}`)
}
