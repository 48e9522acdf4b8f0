/**
 * Options of util-linux `unshare` for the private world of a sandbox, made without root. Whoever tests whether a machine permits
 * one and whoever makes one use the same.
 */
export const PRIVATE_WORLD = [
  ...['--user', '--map-root-user', '--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'],
  // PostgreSQL takes a System V segment whose key is the inode of its data folder, which is the same in every sandbox. In one
  // namespace those that start at one time get into each other's way, and a killed node leaves its segment behind.
  '--ipc',
] as const
