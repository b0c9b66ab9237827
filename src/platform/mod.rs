//! What the browser offers, each in a file of its own.

pub mod background_sync;
pub mod camera;
pub mod clipboard;
pub mod clock;
pub mod files;
pub mod frame;
pub mod intl;
pub mod level;
pub mod locks;
pub mod looks;
pub mod object_url;
pub mod overlay;
pub mod packing;
pub mod picture;
pub mod position;
pub mod prefs;
pub mod quota;
pub mod random;
pub mod recorder;
pub mod seal;
pub mod selection;
pub mod service_worker;
pub mod speech;
pub mod timeline;
pub mod timer;
pub mod unlocker;
