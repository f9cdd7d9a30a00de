package org.socketplatform.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import jdk.security.jarsigner.JarSigner;
import jdk.security.jarsigner.JarSignerException;
import org.socketplatform.store.AtomicFiles;
import org.socketplatform.store.Signatures;

/** Signs a jar in place of any signature that it has. */
final class Signing {
  private Signing() {}

  static void sign(Path jar, Keys.Key key) {
    try {
      key.certificate().checkValidity();
      CertPath path =
          CertificateFactory.getInstance("X.509").generateCertPath(List.of(key.certificate()));
      JarSigner signer =
          new JarSigner.Builder(key.secret(), path)
              .digestAlgorithm("SHA-256")
              .signatureAlgorithm("SHA256withECDSA")
              .signerName("PLUGIN")
              .build();
      Path unsigned = AtomicFiles.temporary(jar);
      Path signed = AtomicFiles.temporary(jar);
      try {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(jar);
        copyUnsigned(jar, unsigned);
        try (ZipFile in = new ZipFile(unsigned.toFile());
            OutputStream out = Files.newOutputStream(signed)) {
          signer.sign(in, out);
        }
        Files.setPosixFilePermissions(signed, mode);
        Files.move(signed, jar, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(unsigned);
        Files.deleteIfExists(signed);
      }
    } catch (CertificateExpiredException | CertificateNotYetValidException e) {
      throw new CommandException(
          "the key '%s' is not valid now (%s); make a new one with 'ssc keys new'"
              .formatted(key.name(), e.getMessage()),
          e);
    } catch (IOException | GeneralSecurityException | JarSignerException e) {
      throw new CommandException("cannot sign %s (%s)".formatted(jar, e.getMessage()), e);
    }
  }

  private static void copyUnsigned(Path from, Path to) throws IOException {
    try (ZipFile in = new ZipFile(from.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
      Enumeration<? extends ZipEntry> entries = in.entries();
      while (entries.hasMoreElements()) {
        ZipEntry old = entries.nextElement();
        if (!Signatures.isPartOfSignature(old.getName())) {
          ZipEntry entry = new ZipEntry(old.getName());
          entry.setTime(old.getTime());
          out.putNextEntry(entry);
          try (var bytes = in.getInputStream(old)) {
            bytes.transferTo(out);
          }
        }
      }
    }
  }
}
