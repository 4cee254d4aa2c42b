//! Runs a program to its end, or to the end of its time.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How often a running program is looked at.
const GLANCE: Duration = Duration::from_millis(20);

/// How a program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Success,
    Failure,
    /// It was made to.
    Timeout,
}

/// Runs a program; also gives what it printed.
///
/// It prints into a file: a pipe would stay open as long as anybody lives that it has started.
pub fn run(command: &mut Command, output: &Path, timeout: Duration) -> io::Result<(End, String)> {
    command.stdin(Stdio::null()).stdout(File::create(output)?).stderr(Stdio::null());
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        // So that those it has started can be stopped with it.
        command.process_group(0);
    }
    let end = to_the_end(command.spawn()?, timeout)?;
    let text = fs::read(output)?;
    fs::remove_file(output)?;
    Ok((end, String::from_utf8_lossy(&text).into_owned()))
}

fn to_the_end(mut child: Child, timeout: Duration) -> io::Result<End> {
    let start = Instant::now();
    loop {
        match child.try_wait()? {
            Some(status) if status.success() => return Ok(End::Success),
            Some(_) => return Ok(End::Failure),
            None if start.elapsed() > timeout => {
                stop(&mut child)?;
                return Ok(End::Timeout);
            }
            None => thread::sleep(GLANCE),
        }
    }
}

fn stop(child: &mut Child) -> io::Result<()> {
    if cfg!(unix) {
        // The number of a group is that of its first process, with a minus.
        let group = format!("-{}", child.id());
        Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status()?;
    } else {
        child.kill()?;
    }
    child.wait()?;
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn stops_what_does_not_end() {
        let output = tempfile::NamedTempFile::new().expect("there is room for a file");
        let mut command = Command::new("sh");
        // What the shell starts has to be stopped as well: it would hold the file.
        command.args(["-c", "echo begins; sleep 60; echo ends"]);
        let end = run(&mut command, output.path(), Duration::from_millis(200));
        assert_eq!(end.expect("it runs"), (End::Timeout, "begins\n".to_owned()));
    }
}
