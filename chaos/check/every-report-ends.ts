import type { Check } from '../evidence.ts';

const ATTEMPTS_MAX = 3;

export const everyReportEnds: Check = {
  promise: 'every report that was answered with 201 ends, within three attempts',
  find({ history, reports }) {
    const rows = new Map(reports.map((report) => [report.id, report]));
    const open = reports.filter(({ status }) => status !== 'SUCCEEDED' && status !== 'FAILED');
    return [
      ...history.flatMap(
        (event) =>
        event.kind === 'created' && !rows.has(event.reportId) ? [`${event.reportId} was answered and is gone`] : [], // prettier-ignore
      ),
      ...open.map(({ id, status }) => `${id} is still ${status}`),
      ...reports.flatMap(({ id, attempts }) => (attempts > ATTEMPTS_MAX ? [`${id} took ${attempts} attempts`] : [])), // prettier-ignore
    ];
  },
};
