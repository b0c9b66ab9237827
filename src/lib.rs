//! Doorstep, the app: everything that touches the browser, and nothing that doesn't need to.
//!
//! It is a library so that more than the app's own page can show its screens: the measurements show
//! the [form screen](screen::FormScreen) alone.

mod app;
mod bars;
mod components;
mod desk;
mod draft;
mod locales;
pub mod measures;
mod pages;
pub mod parts;
mod places;
mod platform;
mod profiles;
mod round;
pub mod screen;
mod store;
mod sync;
mod tabs;
mod whereabouts;

pub use components::question::Interview;
pub use locales::set_language;

/// Starts the app in the page; screens that are not in the first download come as `parts` says.
pub fn start(parts: &parts::Parts) {
    parts::set(parts);
    platform::overlay::install();
    leptos::mount::mount_to_body(app::App);
}
