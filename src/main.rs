//! The app's own entry: the whole of it, in the page.

fn main() {
    doorstep::start();
}
