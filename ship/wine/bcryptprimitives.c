/* Stands in for Windows' own bcryptprimitives.dll, which wine 8 does not have: it hands out what
   the system's generator of random bytes gives. It is put beside wine's own libraries for a try,
   and never shipped. */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size)
{
    return RtlGenRandom(data, (ULONG)size);
}
