/** Milliseconds on a clock that only goes forward. `performance.now()` is one too, but its first use loads a module, which takes each start a millisecond. */
export function clockMs(): number {
  return process.uptime() * 1000;
}
