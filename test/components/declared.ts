/** What a component declares, without a stack around it. */
import { RecordingMonitor } from "../../checks/plan/monitor";
import { runProgram } from "../../checks/plan/runtime";
import type { Plan } from "../../checks/plan";

export async function declared(program: () => void): Promise<Plan> {
  const monitor = new RecordingMonitor("streaming", "test");
  const surroundings = { monitor, config: {}, secretKeys: [] };
  const warnings = await runProgram(() => {
    program();
    return {};
  }, surroundings);
  return { project: "streaming", stack: "test", resources: monitor.resources, outputs: {}, warnings };
}
