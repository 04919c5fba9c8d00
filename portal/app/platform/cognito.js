/** Amazon Cognito's public calls, which need no library: JSON over HTTPS. */

import { setting } from './config.js';
import { Problem, Unreachable } from './problems.js';
import { endsAfter } from './timeout.js';

async function call(action, body) {
  let answer;
  try {
    answer = await fetch(setting('sign_in_url'), {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-amz-json-1.1',
        'X-Amz-Target': `AWSCognitoIdentityProviderService.${action}`,
      },
      body: JSON.stringify(body),
      cache: 'no-store',
      credentials: 'omit',
      signal: endsAfter(20_000),
    });
  } catch (error) {
    throw new Unreachable(action, { cause: error });
  }
  const told = await answer.json().catch(() => ({}));
  if (answer.ok) return told;
  throw new Problem(answer.status, { code: codeOf(told, answer.status), detail: saidAtSignUp(told) });
}

/** What is wrong with the address of a sign-up, in our own words, which Cognito passes through. */
const saidAtSignUp = (told) =>
  /^PreSignUp failed with error (.*)$/su.exec(told.message ?? '')?.[1].replace(/\.\.$/u, '.') ?? '';

/** Cognito's names of errors, without its name space, as codes of the portal. */
function codeOf(told, status) {
  const name = String(told.__type ?? '')
    .split('#')
    .pop()
    .replace(/Exception$/, '');
  // The guard of accounts refuses with these words; anything else means that it failed.
  if (
    /^(?:PreAuthentication|PostConfirmation) failed/u.test(told.message ?? '') &&
    !told.message.includes('Set a new password first')
  ) {
    return 'cognito_GuardFailed';
  }
  return name ? `cognito_${name}` : `http_${status}`;
}

const client = () => ({ ClientId: setting('user_pool_client_id') });

/** Signs in with address and password. Answers `{AuthenticationResult}` or `{ChallengeName, Session}`. */
export const signIn = (email, password) =>
  call('InitiateAuth', {
    ...client(),
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: email, PASSWORD: password },
  });

/** Answers a challenge, such as the code of an authenticator app. */
export const answerChallenge = (name, session, responses) =>
  call('RespondToAuthChallenge', {
    ...client(),
    ChallengeName: name,
    Session: session,
    ChallengeResponses: responses,
  });

export const refresh = (token) =>
  call('InitiateAuth', {
    ...client(),
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    AuthParameters: { REFRESH_TOKEN: token },
  });

export const revoke = (token) => call('RevokeToken', { ...client(), Token: token });

/** Invalidates every refresh token and access token of the account, on all devices including this one. */
export const globalSignOut = (accessToken) => call('GlobalSignOut', { AccessToken: accessToken });

/** `ticket` is known only to the browser that signed up: it is sent again with the code. */
export const signUp = (email, password, ticket) =>
  call('SignUp', {
    ...client(),
    Username: email,
    Password: password,
    UserAttributes: [{ Name: 'email', Value: email }],
    ClientMetadata: { ticket },
  });

export const confirmSignUp = (email, code, ticket) =>
  call('ConfirmSignUp', {
    ...client(),
    Username: email,
    ConfirmationCode: code,
    ...(ticket ? { ClientMetadata: { ticket } } : {}),
  });

export const sendCodeAgain = (email) => call('ResendConfirmationCode', { ...client(), Username: email });

export const forgotPassword = (email) => call('ForgotPassword', { ...client(), Username: email });

export const newPassword = (email, code, password) =>
  call('ConfirmForgotPassword', { ...client(), Username: email, ConfirmationCode: code, Password: password });

export const changePassword = (accessToken, previous, proposed) =>
  call('ChangePassword', { AccessToken: accessToken, PreviousPassword: previous, ProposedPassword: proposed });

/** Requests another address; it takes effect when the learner enters the code that is e-mailed there. */
export const changeEmail = (accessToken, email) =>
  call('UpdateUserAttributes', { AccessToken: accessToken, UserAttributes: [{ Name: 'email', Value: email }] });

export const verifyEmail = (accessToken, code) =>
  call('VerifyUserAttribute', { AccessToken: accessToken, AttributeName: 'email', Code: code });

export const user = (accessToken) => call('GetUser', { AccessToken: accessToken });

export const newAuthenticator = (accessToken) => call('AssociateSoftwareToken', { AccessToken: accessToken });

export const verifyAuthenticator = (accessToken, code) =>
  call('VerifySoftwareToken', { AccessToken: accessToken, UserCode: code });

export const useAuthenticator = (accessToken, wanted) =>
  call('SetUserMFAPreference', {
    AccessToken: accessToken,
    SoftwareTokenMfaSettings: { Enabled: wanted, PreferredMfa: wanted },
  });
