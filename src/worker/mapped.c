#include <sys/mman.h>
#include <sys/stat.h>

#include "worker/workers.h"

bool worker_map(int file, str *ret_bytes, struct err *err)
{
    struct stat st;
    if (fstat(file, &st) != 0 || st.st_size <= 0)
        return err_set(err, ERR_INVALID, "the file is empty");
    size_t n = (size_t)st.st_size;
    void *bytes = mmap(NULL, n, PROT_READ, MAP_SHARED, file, 0);
    if (bytes == MAP_FAILED)
        return err_set(err, ERR_UNAVAILABLE, "out of memory");
    *ret_bytes = (str){bytes, n};
    return true;
}
