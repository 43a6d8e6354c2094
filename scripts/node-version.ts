/** Imported for what it does: the installed versions of the AWS SDK run on Node 20 (docs/compatibility.md) and need not warn of it. */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
