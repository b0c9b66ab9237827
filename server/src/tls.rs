//! Certificates: read from files, and read again when the files change.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};
use tokio::sync::{Notify, watch};

/// The files of a certificate, as an authority or its client writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The certificate and those above it, in PEM.
    pub chain: PathBuf,
    /// Its private key, in PEM.
    pub key: PathBuf,
}

/// Why a certificate can't be used.
#[derive(Debug)]
pub struct CertificateError(String);

impl fmt::Display for CertificateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CertificateError {}

/// How often the files are looked at: a renewed certificate is used within this time.
const LOOK: Duration = Duration::from_secs(10);

impl Certificate {
    /// What a server says and accepts when a client calls.
    fn read(&self) -> Result<Arc<ServerConfig>, CertificateError> {
        let at = |path: &Path, why: &dyn fmt::Display| {
            CertificateError(format!("{}: {why}", path.display()))
        };
        let chain = CertificateDer::pem_file_iter(&self.chain)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|why| at(&self.chain, &why))?;
        if chain.is_empty() {
            return Err(at(&self.chain, &"there is no certificate in it"));
        }
        let key = PrivateKeyDer::from_pem_file(&self.key).map_err(|why| at(&self.key, &why))?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|config| config.with_no_client_auth().with_single_cert(chain, key))
            .map_err(|why| at(&self.chain, &why))?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }

    /// Reads the files now, and keeps to what they say later.
    pub(crate) fn keep(
        self,
        asked: Arc<Notify>,
    ) -> Result<watch::Receiver<Arc<ServerConfig>>, CertificateError> {
        let (current, now) = watch::channel(self.read()?);
        tokio::spawn(async move {
            tokio::select! {
                () = self.renew(&current, &asked) => {}
                () = current.closed() => {}
            }
        });
        Ok(now)
    }

    fn changed(&self) -> [Option<SystemTime>; 2] {
        [&self.chain, &self.key].map(|path| path.metadata().and_then(|file| file.modified()).ok())
    }

    /// Reads the files again whenever they have changed, or when asked to. What can't be used is
    /// logged, and the certificate before it goes on being used.
    async fn renew(&self, current: &watch::Sender<Arc<ServerConfig>>, asked: &Notify) {
        let mut seen = self.changed();
        loop {
            let told = tokio::time::timeout(LOOK, asked.notified()).await.is_ok();
            let now = self.changed();
            if now == seen && !told {
                continue;
            }
            match self.read() {
                Ok(config) => {
                    tracing::info!("the certificate was read again");
                    current.send_replace(config);
                    seen = now;
                }
                // Half a pair, perhaps: the next look finds the other half.
                Err(error) => tracing::error!(%error, "the certificate can't be read again"),
            }
        }
    }
}
