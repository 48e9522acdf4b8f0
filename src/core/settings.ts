import type { LaneSettings } from './workload.ts'

/** A text setting of a lane; a missing one is a mistake in the profile, not of the user. */
export function textSetting(settings: LaneSettings, name: string): string {
  const value = settings[name]
  if (typeof value !== 'string') throw new TypeError(`the profile has no text setting ${name}`)
  return value
}
