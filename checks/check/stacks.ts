/** Every stack file of the project, planned and held against the schemas. */
import { join } from "node:path";
import { UserError, formatProblems } from "../../core/problems";
import { planStack } from "../plan";
import { isKubernetesObject, schemaProblems } from "../schema/objects";
import type { Finding } from "./report";

/** A user's mistake becomes a finding; a bug is thrown. */
export async function checkStack(projectDir: string, stack: string): Promise<Finding> {
  const file = `Pulumi.${stack}.yaml`;
  try {
    const plan = await planStack({ projectDir, stackFile: join(projectDir, file) });
    const problems = schemaProblems(plan);
    if (problems.length > 0) return { subject: file, ok: false, text: formatProblems(file, problems) };
    const objects = plan.resources.filter(isKubernetesObject).length;
    return {
      subject: file,
      ok: true,
      text: `${plan.resources.length} resources; ${objects} Kubernetes objects fit their schemas`,
    };
  } catch (error) {
    if (error instanceof UserError) return { subject: file, ok: false, text: error.message };
    throw error;
  }
}
