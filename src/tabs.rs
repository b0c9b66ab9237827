//! Word between the tabs of one browser that work on the same site.

use ledger::SiteId;
use leptos::wasm_bindgen::{JsCast, closure::Closure};
use web_sys::BroadcastChannel;

/// The channel of one site.
pub struct Tabs {
    channel: Option<BroadcastChannel>,
}

impl Tabs {
    /// Joins the other tabs. Without the channel, a tab learns of the others when it next writes.
    pub fn join(site: SiteId) -> Self {
        Self {
            channel: BroadcastChannel::new(&format!("doorstep-{site}")).ok(),
        }
    }

    /// Tells the others that something was written.
    pub fn tell(&self) {
        if let Some(channel) = &self.channel {
            // A closed channel means that the page is going away.
            let _ = channel.post_message(&"changed".into());
        }
    }

    /// Runs `action` whenever another tab has written.
    pub fn on_change(&self, action: impl Fn() + 'static) {
        let Some(channel) = &self.channel else { return };
        let action = Closure::<dyn Fn()>::new(action);
        channel.set_onmessage(Some(action.as_ref().unchecked_ref()));
        // It lives as long as the channel, which lives as long as the page.
        action.forget();
    }
}
