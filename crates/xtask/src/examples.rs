//! Runs every block of code in the project's pages, as a reader would.
//!
//! A block that cannot be run says so behind its fence, with the reason: those are listed, and there
//! may be only a few. Rust is compiled and run, JavaScript runs in Node beside the built package,
//! commands run in a folder of their own with the built binary in reach, everything else is parsed.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};
use serde_json::Value;

use crate::markdown::{self, Block, Page};
use crate::steps::Step;
use crate::{build, node, test, tools, workspace};

/// Most blocks that say that they are not run. Others are not where a program for them is missing.
const MOST_NOT_RUN: usize = 10;

/// What stands in commands for an address to listen on; each page gets a free one.
const ADDRESS: &str = "127.0.0.1:8080";

/// Where units of systemd find the binary.
const INSTALLED: &str = "/usr/local/bin/client-profile";

/// What goes before commands: they stop at the first that fails, and whatever they started ends with
/// them.
const PRELUDE: &str = "set -euo pipefail
trap 'started=$(jobs -p); [ -z \"$started\" ] || kill $started; wait' EXIT
";

/// Seconds after which commands are stopped, where the system has a `timeout`.
const PATIENCE: &str = "120";

/// Runs all blocks of all pages.
pub fn check(step: &mut Step) -> Result<()> {
    let bench = Bench::new(step)?;
    let mut failures = Vec::new();
    let mut not_run = Vec::new();
    let (mut run, mut say_so) = (0, 0);
    // What belongs to tests is run by those.
    for page in markdown::pages()?.into_iter().filter(|page| !page.path.contains("/tests/")) {
        let blocks = markdown::blocks(&page.text);
        let place = Place::of(&page)?;
        for block in &blocks {
            let at = format!("{}:{}", page.path, block.line);
            let done = match &block.not_run {
                Some(reason) if reason.is_empty() => bail!("{at}: why is it not run?"),
                Some(reason) => {
                    say_so += 1;
                    Ok(Done::NotRun(reason.clone()))
                }
                None => bench.run(step, block, &place),
            };
            match done {
                Ok(Done::Run) => run += 1,
                Ok(Done::NotRun(reason)) => not_run.push(format!("{at}: {reason}")),
                Ok(Done::NoCode) => {}
                Err(error) => failures.push(format!("{at}: {error:#}")),
            }
        }
    }
    step.note(format!("{run} blocks of code, {} not run", not_run.len()));
    for line in &not_run {
        step.left_out(line);
    }
    if say_so > MOST_NOT_RUN {
        bail!("{say_so} blocks say that they are not run; {MOST_NOT_RUN} may");
    }
    if failures.is_empty() { Ok(()) } else { bail!("examples that fail:\n{}", failures.join("\n")) }
}

/// What came of a block.
enum Done {
    Run,
    NotRun(String),
    /// Text in a fence.
    NoCode,
}

/// What blocks are run with.
struct Bench {
    /// The rules' library.
    library: PathBuf,
    /// The folder of the built binary.
    binaries: PathBuf,
    /// Where scripts find the package and the libraries it is used with.
    scripts: PathBuf,
}

/// Where the blocks of one page run.
struct Place {
    folder: PathBuf,
    address: String,
}

impl Place {
    fn of(page: &Page) -> Result<Self> {
        let folder = workspace::output().join("examples").join(page.path.replace('/', "-"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        // Free now, and nobody else looks for one of these.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        Ok(Self { folder, address: format!("127.0.0.1:{port}") })
    }
}

impl Bench {
    fn new(step: &mut Step) -> Result<Self> {
        // What the native tests were run with. Asked twice: what cargo tells programs is megabytes.
        step.command(test::native_tests().arg("--no-run"))?;
        let told = test::native_tests().args(["--no-run", "--message-format=json"]).output()?;
        let built = String::from_utf8_lossy(&told.stdout);
        let library = built
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .filter(|message| message["target"]["name"] == "client_profile")
            .filter(|message| message["profile"]["test"] == false)
            .find_map(|message| {
                let files = message["filenames"].as_array()?;
                let mut files = files.iter().filter_map(Value::as_str).map(PathBuf::from);
                files.find(|file| file.extension().is_some_and(|ending| ending == "rlib"))
            })
            .context("cargo built no library of the rules")?;
        build::npm(step)?;
        node::install(step, &workspace::root().join("crates/wasm/tests"))?;
        // The libraries are found from here, and what is here counts as installed, not as a source.
        let scripts = workspace::root().join("crates/wasm/tests/node_modules/.examples");
        let package = scripts.join("node_modules/client-profile");
        let _ = fs::remove_dir_all(&scripts);
        copy(&workspace::root().join("crates/wasm/pkg"), &package)?;
        Ok(Self { library, binaries: workspace::target().join("debug"), scripts })
    }

    fn run(&self, step: &mut Step, block: &Block, place: &Place) -> Result<Done> {
        let whole = format!("{}{}{}", block.before, block.text, block.after);
        match &*block.language {
            "text" => return Ok(Done::NoCode),
            "sh" => self.shell(step, &whole, place)?,
            "js" | "jsx" | "ts" | "tsx" => self.script(step, block, &whole)?,
            "rust" => self.rust(step, &whole, place)?,
            "json" => drop(serde_json::from_str::<Value>(&whole)?),
            "toml" => drop(whole.parse::<toml::Table>()?),
            "ini" => return self.unit(step, &whole, place),
            other => bail!("nothing here runs `{other}`: say not-run and why"),
        }
        Ok(Done::Run)
    }

    fn shell(&self, step: &mut Step, text: &str, place: &Place) -> Result<()> {
        let script = format!("{PRELUDE}{}", text.replace(ADDRESS, &place.address));
        let mut folders = vec![self.binaries.clone()];
        folders.extend(std::env::split_paths(&tools::path()));
        let mut bash = workspace::command("bash");
        if let Some(timeout) = tools::on_path("timeout") {
            bash = workspace::command(timeout);
            bash.args([PATIENCE, "bash"]);
        }
        bash.args(["-c", &script])
            .current_dir(&place.folder)
            .env("PATH", std::env::join_paths(folders)?)
            .env("HOME", &place.folder)
            .env("XDG_DATA_HOME", place.folder.join("data"))
            .env("CLIENT_PROFILE_LISTEN", &place.address);
        // What they printed is shown; the whole script need not be said again.
        step.command(&mut bash).map_err(|_| anyhow!("the commands fail"))
    }

    /// A script runs as a module. What its last comment says is what it has to print.
    fn script(&self, step: &mut Step, block: &Block, whole: &str) -> Result<()> {
        let source = self.scripts.join(format!("{}.{}", block.line, block.language));
        let script = self.scripts.join(format!("{}.mjs", block.line));
        fs::write(&source, whole)?;
        if block.language == "js" {
            fs::copy(&source, &script)?;
        } else {
            let esbuild = workspace::root().join("crates/wasm/node_modules/.bin/esbuild");
            let mut esbuild = workspace::command(esbuild);
            esbuild.arg(&source).args(["--format=esm", "--jsx=automatic", "--log-level=warning"]);
            step.command(esbuild.arg(format!("--outfile={}", script.display())))?;
        }
        let printed =
            step.output(workspace::command("node").arg(&script).current_dir(&self.scripts))?;
        let expected = last_comment(&block.text);
        if !expected.is_empty() && printed.trim() != expected {
            bail!("it printed\n{}\nand not\n{expected}", printed.trim());
        }
        Ok(())
    }

    fn rust(&self, step: &mut Step, text: &str, place: &Place) -> Result<()> {
        let page = place.folder.join("rust.md");
        fs::write(&page, format!("```rust\n{text}```\n"))?;
        let rustdoc = std::env::var_os("RUSTDOC").unwrap_or_else(|| "rustdoc".into());
        let mut command = workspace::command(rustdoc);
        command.args(["--test", "--edition=2024"]).arg(&page);
        command.arg(format!("--extern=client_profile={}", self.library.display()));
        command.arg(format!("-Ldependency={}", self.binaries.join("deps").display()));
        step.command(&mut command)
    }

    fn unit(&self, step: &mut Step, text: &str, place: &Place) -> Result<Done> {
        let Some(program) = tools::on_path("systemd-analyze") else {
            return Ok(Done::NotRun("there is no systemd-analyze here".to_owned()));
        };
        let binary = self.binaries.join("client-profile");
        let unit = place.folder.join("client-profile.service");
        fs::write(&unit, text.replace(INSTALLED, &binary.display().to_string()))?;
        step.command(workspace::command(program).args(["verify", "--man=no"]).arg(&unit))?;
        Ok(Done::Run)
    }
}

/// The comment that ends a script, without its slashes.
fn last_comment(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let code = lines.iter().rposition(|line| !line.starts_with("// ")).map_or(0, |at| at + 1);
    let comment = lines.get(code..).unwrap_or_default();
    comment.iter().map(|line| line.trim_start_matches("// ")).collect::<Vec<_>>().join("\n")
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("there is no {}", from.display()))? {
        let path = entry?.path();
        let into = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy(&path, &into)?;
        } else {
            fs::copy(&path, &into)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_script_prints_is_the_comment_that_ends_it() {
        for (text, printed) in
            [("// why\nf();\n// a\n// b c\n", "a\nb c"), ("f(); // a\n", ""), ("f();\n", "")]
        {
            assert_eq!(last_comment(text), printed, "{text}");
        }
    }
}
