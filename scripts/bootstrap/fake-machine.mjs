/**
 * A machine that exists only in a test: `programs` maps a full path to what its `--version` prints.
 * Commands that change the machine are noted in `aloud` and carried out by `onRun`.
 */
export function fakeMachine(given = {}) {
  const { programs = {}, folders = {}, env = {}, onRun = () => 0, runs = {}, ...rest } = given
  const m = {
    platform: 'linux',
    home: '/users/me',
    env: { PATH: '/usr/bin', ...env },
    isRoot: false,
    root: '/checkout',
    programs,
    folders,
    aloud: [],
    isExecutable: (path) => Object.hasOwn(programs, path),
    list: (folder) => folders[folder] ?? [],
    run: (command, args) => runs[args.join(' ')] ?? { code: 0, out: programs[command] ?? '' },
    runAloud: (command, args) => {
      m.aloud.push([command, ...args].join(' '))
      return onRun(command, args, m)
    },
    ...rest,
  }
  return m
}
