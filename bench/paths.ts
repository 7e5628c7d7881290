// Where the benchmarks find their files, wherever they are started from.

/** A file beside this one, as a path. */
export function benchPath(name: string): string {
  return `${import.meta.dirname}/${name}`;
}

/** The folder of the project, where tasks run. */
export const PROJECT_FOLDER = `${import.meta.dirname}/..`;

/** The benchmarks' own Python environment. */
export const VENV_FOLDER = benchPath(".venv");

/** Its Python. */
export const VENV_PYTHON = `${VENV_FOLDER}/bin/python`;
