/* SPDX-License-Identifier: MIT */
/* See fake_machine.h. */
#include "fake_machine.h"

/* The C library has a type of this name too. */
#define sigset_t kernel_sigset_t
#include "kernel/fs/fs.h"
#include "kernel/kernel.h"
#include "kernel/page.h"
#include "kernel/proc.h"
#include "machine/machine.h"
#undef sigset_t
#undef PROT_READ
#undef PROT_WRITE

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

struct page_directory {
    struct mapping entries[WINDOW_PAGES];
};

struct proc *current, *init_proc;
struct list all_procs = LIST_INIT(all_procs);
unsigned fake_early_frees;
struct file *const fake_file = (struct file *)0x1000;
int fake_file_references;

static frame_t stale[4096];
static unsigned stale_count;
static void *file_pages[WINDOW_PAGES];

void fake_machine_boot(unsigned pages)
{
    struct boot_info boot = {.frame_count = pages, .free = {{1, pages - 1}}};
    void *memory =
        mmap((void *)(uintptr_t)MACHINE_KERNEL_BASE, (size_t)pages * PAGE_SIZE,
             PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

    if (memory != (void *)(uintptr_t)MACHINE_KERNEL_BASE) {
        perror("no memory at the kernel's address");
        exit(1);
    }
    page_init(&boot);
}

/*
 * ---- page tables --------------------------------------------------------------------------------
 */

struct page_directory *machine_directory_new(void)
{
    return kzalloc(sizeof(struct page_directory));
}

void machine_directory_switch(struct page_directory *directory)
{
    (void)directory;
}

void machine_directory_retire(struct page_directory *directory)
{
    (void)directory;
}

void machine_directory_free(struct page_directory *directory)
{
    for (unsigned i = 0; i < WINDOW_PAGES; i++)
        if (directory->entries[i].flags)
            panic("a directory is freed with an entry at page %u", i);
    kfree(directory);
}

static struct mapping *entry_at(struct page_directory *directory, uintptr_t address)
{
    if (address < WINDOW_START || address >= WINDOW_START + WINDOW_PAGES * PAGE_SIZE)
        panic("address %lx is outside the window", (unsigned long)address);
    return &directory->entries[(address - WINDOW_START) / PAGE_SIZE];
}

static void note_stale(const struct mapping *entry)
{
    if (entry->flags && stale_count < ARRAY_SIZE(stale))
        stale[stale_count++] = entry->frame;
}

int machine_page_set(struct page_directory *directory, uintptr_t address, frame_t frame,
                     unsigned flags)
{
    struct mapping *entry = entry_at(directory, address);

    note_stale(entry);
    *entry = (struct mapping){frame, flags | MAP_PRESENT};
    return 0;
}

void machine_page_clear(struct page_directory *directory, uintptr_t address)
{
    struct mapping *entry = entry_at(directory, address);

    note_stale(entry);
    *entry = (struct mapping){0, 0};
}

struct mapping machine_page_get(struct page_directory *directory, uintptr_t address)
{
    return *entry_at(directory, address);
}

uintptr_t machine_page_skip(struct page_directory *directory, uintptr_t address)
{
    (void)directory;
    if (address < WINDOW_START)
        return WINDOW_START;
    return address < WINDOW_START + WINDOW_PAGES * PAGE_SIZE ? address : MACHINE_KERNEL_BASE;
}

void machine_page_flush(void)
{
    for (unsigned i = 0; i < stale_count; i++)
        fake_early_frees += page_references(frame_to_page(stale[i])) == 0;
    stale_count = 0;
}

/* ---- what else the memory half asks for
 * ---------------------------------------------------------- */

unsigned char fake_file_byte(unsigned page)
{
    return (unsigned char)(page * 7 + 1);
}

struct file *file_get(struct file *file)
{
    fake_file_references++;
    return file;
}

void file_put(struct file *file)
{
    (void)file;
    fake_file_references--;
}

int file_read_at(struct file *file, uint64_t offset, void *to, size_t size)
{
    (void)file;
    memset(to, fake_file_byte((unsigned)(offset / PAGE_SIZE)), size);
    return (int)size;
}

/* Every other page is one of the file's own, to be shared. */
void file_device_unmap(struct file *file, struct vm *vm, uintptr_t start, uintptr_t end)
{
    (void)file, (void)vm, (void)start, (void)end; /* no test has a device */
}

void *file_page(struct file *file, uint64_t offset)
{
    unsigned page = (unsigned)(offset / PAGE_SIZE);

    (void)file;
    if (page % 2 || page >= WINDOW_PAGES)
        return NULL;
    if (!file_pages[page]) {
        file_pages[page] = page_alloc_dirty();
        if (file_pages[page])
            memset(file_pages[page], fake_file_byte(page), PAGE_SIZE);
    }
    return file_pages[page];
}

bool machine_fault_in_user_copy(const struct trap_frame *frame)
{
    (void)frame;
    return false;
}

void machine_fail_user_copy(struct trap_frame *frame)
{
    (void)frame;
}

void machine_frame_print(const struct trap_frame *frame)
{
    (void)frame;
}

void machine_backtrace(uintptr_t frame_pointer)
{
    (void)frame_pointer;
}

int signal_send(struct proc *proc, int signal)
{
    (void)proc;
    return signal;
}

void sched_yield_cpu(void)
{
}

void sched_account(bool user)
{
    (void)user;
}

void signal_fault(int signal, int code, uintptr_t address)
{
    (void)signal;
    (void)code;
    (void)address;
}

/* The tests pass addresses of their own as a program's; address 1 to 4095 faults. */
int copy_from_user(void *to, uintptr_t user_from, size_t size)
{
    if (user_from < PAGE_SIZE)
        return -EFAULT;
    memcpy(to, (const void *)user_from, size);
    return 0;
}

int copy_to_user(uintptr_t user_to, const void *from, size_t size)
{
    if (user_to < PAGE_SIZE)
        return -EFAULT;
    memcpy((void *)user_to, from, size);
    return 0;
}

int user_strndup(uintptr_t user_from, size_t limit, char **result)
{
    if (user_from < PAGE_SIZE)
        return -EFAULT;
    if (strnlen((const char *)user_from, limit) == limit)
        return -ENAMETOOLONG;
    *result = kstrdup((const char *)user_from);
    return *result ? 0 : -ENOMEM;
}

uint64_t clock_now_ns(void)
{
    return 1000;
}

uint64_t divide_u64(uint64_t dividend, uint32_t divisor, uint32_t *remainder)
{
    if (remainder)
        *remainder = (uint32_t)(dividend % divisor);
    return dividend / divisor;
}

void kprintf(const char *format, ...)
{
    (void)format;
}

void panic(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, "\n");
    abort();
}
