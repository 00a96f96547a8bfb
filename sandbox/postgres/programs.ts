import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { commandAs, serverAccount, type ServerAccount } from "./account";

/** PostgreSQL's programs, and the account that they run as, which owns what they read and write. */
export class Programs {
  private readonly account: ServerAccount | undefined = serverAccount();

  constructor(
    /** Folder of the sandbox, below which the data lies. */
    private readonly sandboxDir: string,
    /** Folder with `bin/`, `lib/` and `share/` of PostgreSQL. */
    private readonly installation: string,
  ) {}

  command(program: "initdb" | "postgres", args: readonly string[]): [string, ...string[]] {
    const folders = [this.sandboxDir, this.installation];
    return commandAs(this.account, folders, [path.join(this.installation, "bin", program), ...args]);
  }

  /** Initializes beside the data's place and moves it there when whole, so that a kill in between leaves nothing half done. */
  async initialize(dir: string, data: string, options: readonly string[]): Promise<void> {
    const draft = path.join(dir, "data.new");
    fs.rmSync(draft, { recursive: true, force: true });
    this.makeFolder(draft, 0o700);
    const auth = ["--auth-local=trust", "--auth-host=scram-sha-256"];
    const [program, ...args] = this.command("initdb", [
      "-D",
      draft,
      "-U",
      "postgres",
      "--no-sync",
      ...auth,
      ...options,
    ]);
    await promisify(execFile)(program, args, { cwd: dir });
    fs.renameSync(draft, data);
  }

  /** True if this build has the library, so that it can be preloaded. */
  hasLibrary(name: string): boolean {
    return fs.existsSync(path.join(this.installation, "lib", "postgresql", `${name}.so`));
  }

  makeFolder(dir: string, mode: number): void {
    fs.mkdirSync(dir, { recursive: true });
    fs.chmodSync(dir, mode);
    this.own(dir);
  }

  own(file: string): void {
    if (this.account) fs.chownSync(file, this.account.uid, this.account.gid);
  }
}
