// Asks an independent policy simulator: a JSON array of questions on standard input, one of answers on standard output.
import { anonymousPrincipal, runSimulation } from '@cloud-copilot/iam-simulate';

async function answer({ principal, account, action, resource, context, identity, resourcePolicy, sessionPolicy }) {
  const result = await runSimulation(
    {
      request: {
        principal: principal === 'anonymous' ? anonymousPrincipal : principal,
        action,
        resource: { resource, accountId: account },
        contextVariables: context,
      },
      identityPolicies: identity.map((policy, number) => ({ name: `policy ${number}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy,
      sessionPolicy,
      additionalSettings: { s3: { blockPublicAccess: true } },
    },
    {},
  );
  if (result.resultType === 'error' || result.errors) {
    throw new Error(`${principal} ${action} ${resource}: ${JSON.stringify(result.errors)}`);
  }
  return result.overallResult;
}

let input = '';
for await (const part of process.stdin) {
  input += part;
}
const answers = [];
for (const question of JSON.parse(input)) {
  answers.push(await answer(question));
}
process.stdout.write(JSON.stringify(answers));
