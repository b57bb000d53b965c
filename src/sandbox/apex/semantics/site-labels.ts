/** Labels of the namespace `Site`, which the pages and controllers of new sites use. Source: Salesforce Help, Labels for Sites and Communities. */
export const SITE_LABELS: ReadonlyMap<string, string> = new Map([
  ['passwords_dont_match', 'The passwords do not match.'], ['username', 'Username'], ['password', 'Password'], ['confirm_password', 'Confirm Password'], ['community_nickname', 'Nickname'], ['email', 'Email'],
  ['login_button', 'Login'], ['submit', 'Submit'], ['forgot_password', 'Forgot Password'], ['user_registration', 'User Registration'], ['change_password', 'Change Password'],
]);
