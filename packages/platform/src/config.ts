/** The environment of a function, parsed on first use; a missing variable is one clear sentence. */
const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set.`);
  return value;
};

export const config = {
  get tableName() {
    return required("TABLE_NAME");
  },
  get userPoolId() {
    return required("USER_POOL_ID");
  },
  get userPoolClientId() {
    return required("USER_POOL_CLIENT_ID");
  },
  get eventBusName() {
    return required("EVENT_BUS_NAME");
  },
  get bucketName() {
    return required("BUCKET_NAME");
  },
  get siteUrl() {
    return required("SITE_URL");
  },
  get socketUrl() {
    return required("SOCKET_URL");
  },
  get socketApiEndpoint() {
    return required("SOCKET_API_ENDPOINT");
  },
  get deadlinesFunctionName() {
    return required("DEADLINES_FUNCTION_NAME");
  },
  get mailFrom() {
    return required("MAIL_FROM");
  },
  get stripeSecretArn() {
    return required("STRIPE_SECRET_ARN");
  },
  get stripeWebhookSecretArn() {
    return required("STRIPE_WEBHOOK_SECRET_ARN");
  },
  /** Where AWS is, when it is not AWS: the local cloud, MiniStack, LocalStack. */
  get awsEndpoint() {
    return process.env.AWS_ENDPOINT_URL;
  },
  /** Where Stripe is, when it is not Stripe. */
  get stripeApiBase() {
    return process.env.STRIPE_API_BASE;
  },
};
