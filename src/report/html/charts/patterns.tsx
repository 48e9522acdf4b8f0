/** Patterns that charts fill with, so that no outcome is told by its colour alone. */
export function Patterns() {
  return (
    <svg class="patterns" aria-hidden="true" width="0" height="0">
      <defs>
        <pattern id="p-fail" width="6" height="6" patternUnits="userSpaceOnUse">
          <path d="M-1 7L7 -1M-1 1L1 -1M5 7L7 5" class="p-fail" />
        </pattern>
        <pattern id="p-info" width="5" height="5" patternUnits="userSpaceOnUse">
          <circle cx="1.5" cy="1.5" r="1.3" class="p-info" />
        </pattern>
      </defs>
    </svg>
  )
}
