import type { BenchDatabase } from './bench-database.ts';

/** What a run was asked for. `rounds` are those that count: one more runs before them, to warm up. */
export type BenchOptions = { readonly rows: number; readonly rounds: number };

/** One table: what a scenario found, ready to print. The first column is on the left, the others hold numbers. */
export type ResultTable = {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Sentences below the table. */
  readonly notes: readonly string[];
};

/** `raw`: every single measurement, for the file. */
export type ScenarioResult = { readonly table: ResultTable; readonly raw: unknown };

export type ScenarioContext = {
  readonly database: BenchDatabase;
  readonly options: BenchOptions;
  /** For files; the bench removes it when the scenario is over. */
  readonly folder: string;
  /** Takes a line about what is being done. */
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
};

/** Something to measure, on a migrated, empty database of its own. */
export type Scenario = (context: ScenarioContext) => Promise<ScenarioResult>;
