//@ E0597

struct Loud<'a>(&'a str);

impl Drop for Loud<'_> {
    fn drop(&mut self) {
        println!("{}", self.0);
    }
}

#[desugar]
pub async fn dropped_while_borrowed() {
    let loud;
    let name = String::new();
    loud = Loud(&name);
    pause().await;
}

async fn pause() {}
