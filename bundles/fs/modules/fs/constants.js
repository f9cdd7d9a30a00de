/**
 * Numbers of the file system, by the names that Node uses.
 *
 * They are constants, so importing this module makes one synchronous call; `constants` of
 * `socket:fs/promises` asks when it is first used.
 * @module fs/constants
 */
import { constants } from './host.js'

export const {
  F_OK, R_OK, W_OK, X_OK, COPYFILE_EXCL, COPYFILE_FICLONE, COPYFILE_FICLONE_FORCE,
  UV_DIRENT_UNKNOWN, UV_DIRENT_FILE, UV_DIRENT_DIR, UV_DIRENT_LINK, UV_DIRENT_FIFO,
  UV_DIRENT_SOCKET, UV_DIRENT_CHAR, UV_DIRENT_BLOCK, UV_FS_SYMLINK_DIR, UV_FS_SYMLINK_JUNCTION,
  UV_FS_O_FILEMAP, O_RDONLY, O_WRONLY, O_RDWR, O_APPEND, O_ASYNC, O_CLOEXEC, O_CREAT, O_DIRECT,
  O_DIRECTORY, O_DSYNC, O_EXCL, O_LARGEFILE, O_NOATIME, O_NOCTTY, O_NOFOLLOW, O_NONBLOCK,
  O_NDELAY, O_PATH, O_SYNC, O_TMPFILE, O_TRUNC, S_IFMT, S_IFREG, S_IFDIR, S_IFCHR, S_IFBLK,
  S_IFIFO, S_IFLNK, S_IFSOCK, S_IRWXU, S_IRUSR, S_IWUSR, S_IXUSR, S_IRWXG, S_IRGRP, S_IWGRP,
  S_IXGRP, S_IRWXO, S_IROTH, S_IWOTH, S_IXOTH
} = constants

export default { ...constants }
