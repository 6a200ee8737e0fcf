import type { Rule } from './rule.ts';
import { declaredPackages } from './rules/declared-packages.ts';
import { forbiddenNames } from './rules/forbidden-names.ts';
import { importTable } from './rules/import-table.ts';
import { leftOvers } from './rules/left-overs.ts';
import { machinePaths } from './rules/machine-paths.ts';
import { pathsInDocs } from './rules/paths-in-docs.ts';
import { processEnv } from './rules/process-env.ts';
import { reasonedDependencies } from './rules/reasoned-dependencies.ts';
import { silentTests } from './rules/silent-tests.ts';
import { sizes } from './rules/sizes.ts';
import { sleepingTests } from './rules/sleeping-tests.ts';
import { sqlText } from './rules/sql-text.ts';

export const RULES: readonly Rule[] = [
  importTable,
  declaredPackages,
  processEnv,
  sqlText,
  sizes,
  forbiddenNames,
  leftOvers,
  silentTests,
  sleepingTests,
  reasonedDependencies,
  pathsInDocs,
  machinePaths,
];
