// Medians, percentiles and the tables that people read.
import type { Heard } from './load.js';

export const percentile = (list: readonly number[], share: number): number => {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted.length === 0 ? NaN : sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
};
export const median = (list: readonly number[]): number => percentile(list, 0.5);
export const ms = (value: number): string => (Number.isNaN(value) ? '–' : value < 10 ? value.toFixed(2) : value.toFixed(1));
export const rate = (value: number): string => value.toFixed(value < 100 ? 1 : 0);
export const ratio = (value: number): string => value.toFixed(2);

/** p50 / p95 of latencies in ms. */
export const spread = (list: readonly number[]): string => `${ms(median(list))} / ${ms(percentile(list, 0.95))}`;

/** A table with its columns in line. */
export function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((words, column) => Math.max(words.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return [`\n${title}`, line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join('\n');
}

/** What was not answered rightly, `0` when nothing; the first such answer is told on stderr. */
export function wrongOf(heard: readonly Heard[]): string {
  const first = heard.find((one) => one.firstWrong)?.firstWrong;
  if (first) console.error(first);
  const counts = new Map<string, number>();
  for (const one of heard) for (const [what, count] of Object.entries(one.wrong)) counts.set(what, (counts.get(what) ?? 0) + count);
  return [...counts].map(([what, count]) => `${what} ×${count}`).join(', ') || '0';
}
