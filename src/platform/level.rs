//! How loud it is.

use web_sys::{AnalyserNode, AudioContext};

use super::camera::Stream;

/// A listener to a stream.
pub struct Level {
    context: AudioContext,
    analyser: AnalyserNode,
}

impl Level {
    /// Listens; `None` if the browser can't.
    pub fn of(stream: &Stream) -> Option<Self> {
        let context = AudioContext::new().ok()?;
        let analyser = context.create_analyser().ok()?;
        analyser.set_fft_size(256);
        let source = context.create_media_stream_source(stream.stream()).ok()?;
        source.connect_with_audio_node(&analyser).ok()?;
        Some(Self { context, analyser })
    }

    /// The loudest of the last moment, from 0 to 1.
    pub fn now(&self) -> f64 {
        let mut samples = [128_u8; 256];
        self.analyser.get_byte_time_domain_data(&mut samples);
        let loudest = samples.iter().map(|sample| sample.abs_diff(128)).max();
        f64::from(loudest.unwrap_or_default()) / 128.0
    }
}

impl Drop for Level {
    fn drop(&mut self) {
        let _ = self.context.close();
    }
}
