import { AppError } from '../../../kit/errors.ts';

interface Block {
  readonly code: string;
  /** Found in `error error_description`, in small letters. */
  readonly says: RegExp;
  readonly sentence: (place: string) => string;
  readonly hint: string;
}

/**
 * What keeps a sign-in from working, the first that fits. Sources: "OAuth 2.0 error codes" and "Login History status values"
 * of Salesforce Help (remoteaccess_oauth_flow_errors, security_login_history).
 */
const blocks: readonly Block[] = [
  {
    code: 'appUnknown',
    says: /invalid_client\b|invalid_client_id|client identifier invalid|app_not_found/,
    sentence: (place) => `${place} does not know the app by this client id, or its secret is wrong.`,
    hint: 'Compare the consumer key and secret with the External Client App in Setup.',
  },
  {
    code: 'appBlocked',
    says: /app_?blocked|app_access_denied|approval_error|hasn't approved|not approved|cross-org|uninstalled|blocked by admin/,
    sentence: (place) => `${place} does not let this app in for this user.`,
    hint: 'An administrator installs or approves the app and lets the user have it.',
  },
  {
    code: 'ipRestricted',
    says: /ip restricted|ip_restricted|restricted ip|ip address/,
    sentence: (place) => `${place} does not take sign-ins from the address of this machine.`,
    hint: 'An administrator adds the address to the trusted ones, or relaxes the IP rule of the app.',
  },
  {
    code: 'mfaRequired',
    says: /multi-factor|mfa|identity verification|high.assurance|two-factor/,
    sentence: (place) => `${place} asks for multi-factor authentication, which this way of signing in cannot give.`,
    hint: 'Sign in with the browser.',
  },
  {
    code: 'passwordExpired',
    says: /password.*expired|expired.*password|password lockout/,
    sentence: (place) => `The password of this user has expired at ${place}.`,
    hint: 'Sign in to the org once and set a new one.',
  },
  {
    code: 'userInactive',
    says: /inactive user|user is inactive|user.*frozen|locked/,
    sentence: (place) => `The user is inactive, frozen or locked at ${place}.`,
    hint: 'An administrator makes the user active again.',
  },
  {
    code: 'orgInactive',
    says: /inactive organization|organization.*(locked|deleted|inactive)|inactive_org/,
    sentence: (place) => `The org behind ${place} is locked, expired or deleted.`,
    hint: 'Choose another org.',
  },
  {
    code: 'wrongLoginUrl',
    says: /audience|authentication failure|unknown user|user.*not found|redirect_uri_mismatch/,
    sentence: (place) => `${place} does not know this user or app: it is the wrong login URL for this org, or the credentials are wrong.`,
    hint: 'Sandboxes sign in at test.salesforce.com, others at login.salesforce.com or at the address of their My Domain.',
  },
  {
    code: 'assertionRefused',
    says: /invalid assertion|expired authorization code|assertion/,
    sentence: (place) => `${place} does not take the signed assertion: the key does not fit the app's certificate, or the clock of this machine is wrong.`,
    hint: 'Compare the key with the certificate of the app, and look at the clock.',
  },
  {
    code: 'loginExpired',
    says: /expired access\/refresh token|token validity|revoked|invalid_grant/,
    sentence: (place) => `The sign-in at ${place} has ended: its refresh token has expired or was revoked.`,
    hint: 'Open Connections and sign in again.',
  },
];

/** The refusal of a token request as one of our errors, kind `service`. */
export function signInError(error: string, description: string, origin: string): AppError {
  const said = description === '' ? error : `${error}: ${description}`;
  const block = blocks.find(({ says }) => says.test(said.toLowerCase()));
  if (!block) return new AppError('service', 'signInRefused', { message: `${origin} refuses the sign-in: ${said}.`, data: { said } });
  return new AppError('service', block.code, { message: block.sentence(origin), hint: block.hint, data: { said } });
}
