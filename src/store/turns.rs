//! Turns: who asks first is first, though sealing takes longer for one than for another.

use std::{cell::RefCell, rc::Rc};

use futures_channel::oneshot::{Receiver, Sender, channel};

/// A row of people waiting. Copies are the same row.
#[derive(Clone, Default)]
pub(super) struct Turns {
    last: Rc<RefCell<Option<Receiver<()>>>>,
}

/// One's turn. The next one's comes when this is dropped.
pub(super) struct Turn {
    _over: Sender<()>,
}

impl Turns {
    /// Waits until all who asked before have let go.
    pub(super) async fn take(&self) -> Turn {
        let (over, mine) = channel();
        let before = self.last.borrow_mut().replace(mine);
        if let Some(before) = before {
            // It ends by being dropped: that is the word.
            let _ = before.await;
        }
        Turn { _over: over }
    }
}
