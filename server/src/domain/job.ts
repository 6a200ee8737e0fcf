/** Generates one report's files. The row of the report is the truth; the job only says that somebody should look. */
export const GENERATE_REPORT = 'generate-report';
export type GenerateReportJob = { storeId: string; reportId: string };

/** Mails a sign-in link, if the address is an account's. What is asked for is sealed: jobs hold nobody's address readable. */
export const SEND_SIGN_IN_LINK = 'send-sign-in-link';
export type SendSignInLinkJob = { sealedRequest: string };
