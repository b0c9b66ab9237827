//! What has to be on the disk before the page goes.

use std::{cell::RefCell, future::Future, pin::Pin, rc::Rc};

use crate::platform::timer;

type Settling = Pin<Box<dyn Future<Output = ()>>>;
type Settlers = Vec<(&'static str, Rc<dyn Fn() -> Settling>)>;

/// Nobody waits longer than this for a disk that does not answer.
const PATIENCE_MS: i32 = 3_000;

thread_local! {
    static SETTLERS: RefCell<Settlers> = const { RefCell::new(Vec::new()) };
}

/// Has `settle` run, to its end, before the app locks; once, however often it is said.
pub fn before<F: Future<Output = ()> + 'static>(
    what: &'static str,
    settle: impl Fn() -> F + 'static,
) {
    SETTLERS.with_borrow_mut(|settlers| {
        if settlers.iter().all(|(known, _)| *known != what) {
            let settle = Rc::new(move || -> Settling { Box::pin(settle()) });
            settlers.push((what, settle));
        }
    });
}

/// Waits until everything is on the disk.
pub async fn settle() {
    let settlers = SETTLERS.with_borrow(Clone::clone);
    let all = async {
        for (_, settle) in settlers {
            settle().await;
        }
    };
    timer::at_most(PATIENCE_MS, all).await;
}
