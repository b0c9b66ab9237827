//! The line between a browser and the server: it can break in the middle of a message.

use std::{
    io::{self, Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

const BLOCK: usize = 4 << 10;
/// A line that is looked at by nobody for so long is given up.
const SILENCE: Duration = Duration::from_mins(1);

/// A port that passes everything on to the server, until it is cut.
pub struct Line {
    port: u16,
    state: Arc<State>,
}

struct State {
    to: u16,
    /// Bytes that may still pass, in either direction; it breaks when there are none left.
    left: AtomicI64,
    cut: AtomicBool,
    /// It breaks when the answer to a large request comes.
    no_answer: AtomicBool,
}

/// A request with more bytes than this carries entries.
const LARGE_BYTES: usize = 64 << 10;

impl Line {
    /// A whole line to a server on this machine.
    pub fn to(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port for the line");
        let own = listener.local_addr().expect("its address").port();
        let state = Arc::new(State {
            to: port,
            left: AtomicI64::new(i64::MAX),
            cut: AtomicBool::new(false),
            no_answer: AtomicBool::new(false),
        });
        let passing = Arc::clone(&state);
        // Both end with the test's process.
        thread::spawn(move || {
            for caller in listener.incoming().flatten() {
                let state = Arc::clone(&passing);
                thread::spawn(move || drop(state.carry(caller)));
            }
        });
        Self { port: own, state }
    }

    /// The address of a path, through this line.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Breaks the line as soon as so many more bytes have passed.
    pub fn cut_after(&self, bytes: i64) {
        self.state.left.store(bytes, Ordering::SeqCst);
        self.state.cut.store(bytes <= 0, Ordering::SeqCst);
    }

    /// Breaks the line when the server answers a large request, before any of the answer has
    /// passed.
    pub fn cut_at_answer(&self) {
        self.mend();
        self.state.no_answer.store(true, Ordering::SeqCst);
    }

    /// Whether it is broken.
    pub fn is_cut(&self) -> bool {
        self.state.is_cut()
    }

    /// Makes it whole again.
    pub fn mend(&self) {
        self.state.left.store(i64::MAX, Ordering::SeqCst);
        self.state.no_answer.store(false, Ordering::SeqCst);
        self.state.cut.store(false, Ordering::SeqCst);
    }
}

impl State {
    fn carry(self: Arc<Self>, caller: TcpStream) -> io::Result<()> {
        if self.is_cut() {
            return caller.shutdown(Shutdown::Both);
        }
        let server = TcpStream::connect(("127.0.0.1", self.to))?;
        let (from_server, to_caller) = (server.try_clone()?, caller.try_clone()?);
        let asked = Arc::new(AtomicUsize::new(0));
        let (state, counted) = (Arc::clone(&self), Arc::clone(&asked));
        thread::spawn(move || {
            state.pass(from_server, to_caller, |_| {
                let large = counted.swap(0, Ordering::SeqCst) > LARGE_BYTES;
                large && state.no_answer.load(Ordering::SeqCst)
            });
        });
        self.pass(caller, server, |bytes| {
            asked.fetch_add(bytes, Ordering::SeqCst);
            false
        });
        Ok(())
    }

    /// Passes bytes on in one direction until either end closes or the line breaks: because none
    /// may pass any more, or because `breaks_at` says so of the next ones.
    fn pass(&self, mut from: TcpStream, mut to: TcpStream, breaks_at: impl Fn(usize) -> bool) {
        let _ = from.set_read_timeout(Some(SILENCE));
        let mut block = [0; BLOCK];
        while let Ok(read @ 1..) = from.read(&mut block) {
            let bytes = i64::try_from(read).unwrap_or(i64::MAX);
            let left = self.left.fetch_sub(bytes, Ordering::SeqCst);
            let mut may_pass = usize::try_from(left).unwrap_or(0).min(read);
            if breaks_at(read) {
                may_pass = 0;
            }
            if may_pass < read {
                self.cut.store(true, Ordering::SeqCst);
            }
            let passed = block.get(..may_pass).map(|bytes| to.write_all(bytes));
            if self.is_cut() || !matches!(passed, Some(Ok(()))) {
                break;
            }
        }
        let _ = from.shutdown(Shutdown::Both);
        let _ = to.shutdown(Shutdown::Both);
    }

    fn is_cut(&self) -> bool {
        self.cut.load(Ordering::SeqCst)
    }
}
