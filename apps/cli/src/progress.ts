// How far a long command has come: count, rate and time left, on a terminal only; a log file gets no bar.
import cliProgress from 'cli-progress';

export interface Progress {
  /** So many more are done. */
  step(count?: number): void;
  end(): void;
}

/** A bar on standard error, so that what a command prints can be piped. */
export function progress(what: string, total: number): Progress {
  const bar = new cliProgress.SingleBar({
    format: `${what} {bar} {percentage}% | {value}/{total} | {rate}/s | {eta_formatted} left`,
    stream: process.stderr, hideCursor: true, etaBuffer: 100, clearOnComplete: false, gracefulExit: false,
  }, cliProgress.Presets.shades_classic);
  const began = performance.now();
  let done = 0;
  if (process.stderr.isTTY) bar.start(total, 0, { rate: '-' });
  return {
    step(count = 1) {
      done += count;
      if (process.stderr.isTTY) bar.update(done, { rate: Math.round(done / Math.max(0.001, (performance.now() - began) / 1000)) });
    },
    end() { if (process.stderr.isTTY) bar.stop(); },
  };
}
