/** Generates one report's files. The row of the report is the truth; the job only says that somebody should look. */
export const GENERATE_REPORT = 'generate-report';
export type GenerateReportJob = { storeId: string; reportId: string };
