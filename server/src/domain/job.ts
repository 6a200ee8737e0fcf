/** Generates one report's files. The row of the report is the truth; the job only says that somebody should look. */
export const GENERATE_REPORT = 'generate-report';
export type GenerateReportJob = { storeId: string; reportId: string };

/** Sees who wants to hear that a report has ended, and queues what each of them is sent. */
export const TELL_OF_REPORT = 'tell-of-report';
export type TellOfReportJob = { storeId: string; reportId: string };

/** Mails the store's owner that a report has ended. Holds nobody's address: it is looked up when the mail is sent. */
export const SEND_REPORT_MAIL = 'send-report-mail';
export type SendReportMailJob = { storeId: string; reportId: string };

/** Mails a sign-in link, if the address is an account's. What is asked for is sealed: jobs hold nobody's address readable. */
export const SEND_SIGN_IN_LINK = 'send-sign-in-link';
export type SendSignInLinkJob = { sealedRequest: string };
