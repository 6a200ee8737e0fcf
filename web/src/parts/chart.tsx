import 'uplot/dist/uPlot.min.css';
import { useThemeContext } from '@radix-ui/themes';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import { compactAmount } from './words.ts';

/** One thing drawn for each day. `color` is the name of a colour of the component library. */
export type Drawn = {
  readonly title: string;
  readonly color: string;
  readonly form: 'bars' | 'steps' | 'points';
  /** In the currency's smallest unit, one for each day; null where nothing is drawn. */
  readonly values: readonly (number | null)[];
};

const HEIGHT_PX = 240;
const BAR_SHARE = 0.7;
const BAR_MAX_PX = 40;
const HALF_DAY_SECONDS = 43_200;

/**
 * Days from left to right, amounts upwards; later things lie over earlier ones. `pointAt` hears the index of the day under
 * the pointer, and null when there is none. For eyes only: whoever uses it says the same in words.
 */
export function Chart(props: {
  dates: readonly string[];
  drawn: readonly Drawn[];
  currency: string;
  pointAt?: (index: number | null) => void;
}) {
  const { dates, drawn, currency, pointAt } = props;
  const { appearance } = useThemeContext();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const target = place.current;
    if (!target) return;
    const options = optionsOf(target, { drawn, currency, pointAt });
    const seconds = dates.map((date) => Date.parse(date) / 1_000);
    const chart = new UPlot(options, [seconds, ...drawn.map(({ values }) => [...values])], target);
    const observer = new ResizeObserver(() =>
      chart.setSize({ width: target.clientWidth, height: HEIGHT_PX }),
    );
    observer.observe(target);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [dates, drawn, currency, pointAt, appearance]);
  return <div ref={place} aria-hidden="true" style={{ minHeight: HEIGHT_PX }} />;
}

function optionsOf(
  target: HTMLElement,
  look: { drawn: readonly Drawn[]; currency: string; pointAt: ((index: number | null) => void) | undefined },
): UPlot.Options {
  const style = getComputedStyle(target);
  const colorOf = (name: string): string => style.getPropertyValue(`--${name}`);
  const axis: UPlot.Axis = {
    stroke: colorOf('gray-11'),
    font: `12px ${style.fontFamily}`,
    grid: { stroke: colorOf('gray-a4'), width: 1 },
    ticks: { show: false },
  };
  const amounts = (_chart: UPlot, values: number[]) =>
    values.map((value) => compactAmount(value, look.currency));
  return {
    width: target.clientWidth,
    height: HEIGHT_PX,
    tzDate: (seconds) => UPlot.tzDate(new Date(seconds * 1_000), 'Etc/UTC'),
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    axes: [
      { ...axis, grid: { show: false }, values: '{D} {MMM}', space: 70, size: 28 },
      { ...axis, values: amounts, size: 64 },
    ],
    scales: { x: { range: (_chart, first, last) => [first - HALF_DAY_SECONDS, last + HALF_DAY_SECONDS] } },
    padding: [8, 12, 0, 0],
    series: [{}, ...look.drawn.map((each) => seriesOf(each, colorOf))],
    hooks: { setCursor: [({ cursor }) => look.pointAt?.(cursor.idx ?? null)] },
  };
}

function seriesOf({ form, color }: Drawn, colorOf: (name: string) => string): UPlot.Series {
  const strong = colorOf(`${color}-9`);
  const { bars, stepped, points } = UPlot.paths;
  if (form === 'bars')
    return { stroke: strong, fill: strong, width: 0, points: { show: false }, paths: bars?.({ size: [BAR_SHARE, BAR_MAX_PX] }) } as UPlot.Series; // prettier-ignore
  if (form === 'steps')
    return { stroke: strong, fill: colorOf(`${color}-a3`), width: 2, points: { show: false }, paths: stepped?.({ align: 1 }) } as UPlot.Series; // prettier-ignore
  return {
    stroke: strong,
    fill: strong,
    paths: points?.(),
    points: { show: true, size: 7, fill: strong },
  } as UPlot.Series;
}
