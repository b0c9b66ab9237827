//! Doorstep, the app: everything that touches the browser, and nothing that doesn't need to.

mod app;
mod components;
mod desk;
mod draft;
mod locales;
mod pages;
mod platform;
mod store;
mod sync;
mod tabs;

fn main() {
    platform::overlay::install();
    leptos::mount::mount_to_body(app::App);
}
