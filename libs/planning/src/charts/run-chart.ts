// Run charts, for a series that is too short for limits (fewer than 13 points): a median and three signs that chance does not explain.
// Source: Perla, Provost and Murray 2011, BMJ Quality & Safety 20:46-51 (shift of six, trend of five); Swed and Eisenhart 1943 for the
// number of runs that chance gives, worked out here exactly, 2.5 % in each tail.

export interface RunChart {
  /** Null for an empty series. */
  median: number | null;
  /** Positions (0-based) of six or more points in a row on one side; points on the median neither count nor break. */
  shift: number[];
  /** Positions of five or more points that all rise or all fall; of equal neighbours only the first counts. */
  trend: number[];
  runs: number;
  /** Runs that chance gives for so many points above and below. Null where no number of runs would be a sign. */
  fewestRuns: number | null; mostRuns: number | null;
  tooFewRuns: boolean; tooManyRuns: boolean;
}
const shiftLength = 6;
const trendLength = 5;
const tail = 0.025;

/** The run chart of a series, oldest first. Throws RangeError for a value that is no number. */
export function runChart(values: readonly number[]): RunChart {
  if (!values.every(Number.isFinite)) throw new RangeError('A chart is drawn of numbers without gaps.');
  const median = medianOf(values);
  const useful = values.flatMap((value, place) => (value === median ? [] : [{ place, above: value > median! }]));
  const streaks = inStreaks(useful, (a, b) => a.above === b.above);
  const changing = values.flatMap((value, place) => (place > 0 && value === values[place - 1] ? [] : [{ place, value }]));
  const { fewestRuns, mostRuns } = expectedRuns(useful.filter((one) => one.above).length, useful.filter((one) => !one.above).length);
  return {
    median, runs: streaks.length, fewestRuns, mostRuns,
    tooFewRuns: fewestRuns !== null && streaks.length < fewestRuns, tooManyRuns: mostRuns !== null && streaks.length > mostRuns,
    shift: streaks.filter((streak) => streak.length >= shiftLength).flat().map((one) => one.place),
    trend: [...new Set(slopes(changing).filter((slope) => slope.length >= trendLength).flat().map((one) => one.place))],
  };
}

/** The middle value; the mean of the two middle ones when their number is even. Null of nothing. */
export function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length === 0 ? null : sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function inStreaks<Row>(rows: readonly Row[], alike: (a: Row, b: Row) => boolean): Row[][] {
  const streaks: Row[][] = [];
  for (const row of rows) {
    const last = streaks.at(-1);
    if (last && alike(last.at(-1)!, row)) last.push(row);
    else streaks.push([row]);
  }
  return streaks;
}

/** Stretches that go one way; where one ends the next begins, so they share that point. */
function slopes<Row extends { value: number }>(rows: readonly Row[]): Row[][] {
  const found: Row[][] = [];
  let way = 0;
  for (const [place, row] of rows.entries()) {
    const before = rows[place - 1];
    const step = before ? Math.sign(row.value - before.value) : 0;
    if (before && step !== way) found.push([before]);
    way = step;
    found.at(-1)?.push(row);
  }
  return found;
}

/** Fewest and most runs that lie outside neither tail, for so many points above and below the median. */
export function expectedRuns(above: number, below: number): { fewestRuns: number | null; mostRuns: number | null } {
  if (above === 0 || below === 0) return { fewestRuns: null, mostRuns: null };
  const most = 2 * Math.min(above, below) + (above === below ? 0 : 1);
  const chances = Array.from({ length: most + 1 }, (_, runs) => (runs < 2 ? 0 : chanceOfRuns(runs, above, below)));
  let fewestRuns = 2;
  for (let sum = chances[2]!; sum <= tail; sum += chances[fewestRuns]!) fewestRuns += 1;
  let mostRuns = most;
  for (let sum = chances[most]!; sum <= tail; sum += chances[mostRuns]!) mostRuns -= 1;
  return { fewestRuns: fewestRuns > 2 ? fewestRuns : null, mostRuns: mostRuns < most ? mostRuns : null };
}

function chanceOfRuns(runs: number, above: number, below: number): number {
  const each = Math.floor(runs / 2);
  const ways = (a: number, b: number) => choose(above - 1, a - 1) * choose(below - 1, b - 1);
  const arrangements = runs % 2 === 0 ? 2 * ways(each, each) : ways(each + 1, each) + ways(each, each + 1);
  return arrangements / choose(above + below, above);
}
function choose(of: number, take: number): number {
  if (take < 0 || take > of) return 0;
  let ways = 1;
  for (let place = 1; place <= take; place += 1) ways = (ways * (of - take + place)) / place;
  return ways;
}
