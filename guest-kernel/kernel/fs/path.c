/* SPDX-License-Identifier: MIT */
/*
 * From a path to an inode; the way back is path_name.c. The walk is a loop over components, not a
 * recursion: a symlink's text is put in front of what is left to walk, so a chain of links costs no
 * kernel stack and its length is a plain counter. Mounted file systems are crossed on the way down
 * when a directory is covered, and on the way up at a file system's root.
 */
#include "kernel/fs/context.h"
#include "kernel/fs/vfs.h"

/* One walk under way. */
struct walk {
    struct inode *here; /* a reference */
    const char *rest;   /* what is left of the path */
    char *owned;        /* the buffer `rest` points into once a symlink was met */
    unsigned links;     /* symlinks followed */
    unsigned how;
};

static void walk_to(struct walk *walk, struct inode *next)
{
    inode_put(walk->here);
    walk->here = next;
}

/* Step from a covered directory to the root of what covers it. Consumes and returns a reference. */
static struct inode *cross_down(struct inode *inode)
{
    while (inode->mounted) {
        struct inode *root = inode_get(inode->mounted->root);
        inode_put(inode);
        inode = root;
    }
    return inode;
}

static struct inode *step_up(struct inode *inode)
{
    while (inode != fs_root() && inode == inode->fs->root && inode->fs->covers)
        inode = inode->fs->covers;
    if (inode == fs_root() || !inode->parent)
        return cross_down(inode_get(inode));
    return cross_down(inode_get(inode->parent));
}

/* Put the text of a symlink in front of the rest of the path. */
static int walk_splice(struct walk *walk, struct inode *link)
{
    char *text = kmalloc(PATH_MAX);
    size_t rest_size = strlen(walk->rest) + 1;
    int length;

    if (!text)
        return -ENOMEM;
    length = link->ops->readlink(link, text, PATH_MAX);
    if (length >= 0 && length + 1 + rest_size > PATH_MAX)
        length = -ENAMETOOLONG;
    if (length == 0)
        length = -ENOENT;
    if (length < 0) {
        kfree(text);
        return length;
    }
    /* A slash between the two, unless nothing follows: "link" and "link/" are different wishes. */
    if (rest_size > 1)
        text[length++] = '/';
    memcpy(text + length, walk->rest, rest_size);
    kfree(walk->owned);
    walk->owned = text;
    walk->rest = text;
    if (*text == '/')
        walk_to(walk, inode_get(fs_root()));
    return 0;
}

/*
 * Follow a symlink: sets *landed to an object if it leads straight to one, and then the walk stands
 * in the directory of that object, if it has one. Else splices the link's text.
 */
static int walk_follow(struct walk *walk, struct inode *link, struct inode **landed)
{
    struct inode *dir = NULL;
    int error;

    *landed = NULL;
    if (++walk->links > SYMLINK_DEPTH_MAX)
        return -ELOOP;
    error = link->ops->follow ? link->ops->follow(link, landed, &dir) : -EINVAL;
    if (error == -EINVAL)
        return walk_splice(walk, link);
    if (dir)
        walk_to(walk, dir);
    return error;
}

/* Cut the next component off the rest: its start and length; *last and *slash tell what follows. */
static size_t walk_component(struct walk *walk, const char **name, bool *last, bool *slash)
{
    size_t length = 0;

    while (*walk->rest == '/')
        walk->rest++;
    *name = walk->rest;
    while (walk->rest[length] && walk->rest[length] != '/')
        length++;
    walk->rest += length;
    *slash = *walk->rest == '/';
    while (*walk->rest == '/')
        walk->rest++;
    *last = *walk->rest == '\0';
    return length;
}

bool path_is_dots(const char *name, size_t length)
{
    return name[0] == '.' && (length == 1 || (length == 2 && name[1] == '.'));
}

static int check_component(struct inode *dir, size_t length)
{
    if (!S_ISDIR(dir->mode))
        return -ENOTDIR;
    if (length > NAME_MAX)
        return -ENAMETOOLONG;
    return inode_permission(dir, MAY_EXEC);
}

/* The walk has ended at `inode` (a reference, or NULL for a free name) in walk->here. */
static int walk_end(struct walk *walk, struct place *place, const char *name, size_t length,
                    bool slash, struct inode *inode)
{
    if (slash && inode && !S_ISDIR(inode->mode)) {
        inode_put(inode);
        return -ENOTDIR;
    }
    place->dir = inode_get(walk->here);
    place->inode = inode;
    place->trailing_slash = slash;
    memcpy(place->name, name, length);
    place->name[length] = '\0';
    place->length = length;
    return 0;
}

/* One component of the path, cut off. */
struct component {
    const char *name;
    size_t length;
    bool last, slash; /* nothing follows it; at least a slash does */
};

/* "." and "..", and what is not even that: "/" alone, or nothing after a link such as "/". */
static int walk_special(struct walk *walk, struct place *place, const struct component *c)
{
    if (c->length == 2)
        walk_to(walk, step_up(walk->here));
    if (!c->last)
        return 0;
    place->inode = inode_get(walk->here);
    place->special = true;
    return 1;
}

/* The component names `child` (a reference, consumed): go through it, or end there. */
static int walk_through(struct walk *walk, struct place *place, const struct component *c,
                        struct inode *child)
{
    struct inode *landed;
    int error;

    if (S_ISLNK(child->mode) && (!c->last || c->slash || (walk->how & PATH_FOLLOW))) {
        if (c->slash && c->last)
            walk->rest--; /* hand the slash on to what the link names */
        error = walk_follow(walk, child, &landed);
        inode_put(child);
        if (error || !landed)
            return error;
        child = landed;
        if (c->slash && c->last)
            walk->rest++;
    }
    if (c->last) {
        error = walk_end(walk, place, c->name, c->length, c->slash, child);
        return error ? error : 1;
    }
    walk_to(walk, child);
    return 0;
}

/* One component: 0 go on, 1 the walk has ended and *place is filled, or an error. */
static int walk_step(struct walk *walk, struct place *place)
{
    struct component c;
    struct inode *child = NULL;
    int error;

    c.length = walk_component(walk, &c.name, &c.last, &c.slash);
    if (c.length == 0)
        return walk_special(walk, place, &c);
    error = check_component(walk->here, c.length);
    if (error)
        return error;
    if (path_is_dots(c.name, c.length))
        return walk_special(walk, place, &c);
    error = walk->here->ops->lookup(walk->here, c.name, c.length, &child);
    if (error == -ENOENT && c.last && (walk->how & PATH_CREATE)) {
        error = walk_end(walk, place, c.name, c.length, c.slash, NULL);
        return error ? error : 1;
    }
    if (error)
        return error;
    return walk_through(walk, place, &c, cross_down(child));
}

int path_lookup(struct inode *start, const char *path, unsigned how, struct place *place)
{
    struct walk walk = {.rest = path, .how = how};
    int result;

    memset(place, 0, sizeof(*place));
    if (*path == '\0') {
        if (!(how & PATH_EMPTY))
            return -ENOENT;
        place->inode = inode_get(start);
        place->special = true;
        return 0;
    }
    walk.here = inode_get(*path == '/' ? fs_root() : start);
    do
        result = walk_step(&walk, place);
    while (result == 0);
    inode_put(walk.here);
    kfree(walk.owned);
    if (result < 0)
        place_release(place);
    return MIN(result, 0);
}

void place_release(struct place *place)
{
    inode_put(place->dir);
    inode_put(place->inode);
    place->dir = place->inode = NULL;
}

int path_find(struct inode *start, const char *path, unsigned how, struct inode **found)
{
    struct place place;
    int error = path_lookup(start, path, how, &place);

    if (error)
        return error;
    *found = inode_get(place.inode);
    place_release(&place);
    return 0;
}

/* Where a relative path of the *at() calls begins; borrowed. */
static int start_of(int dir_fd, const char *path, unsigned how, struct inode **start)
{
    struct file *file;

    *start = fs_cwd();
    if (*path == '/' || dir_fd == AT_FDCWD)
        return 0;
    file = files_lookup(dir_fd);
    if (!file)
        return -EBADF;
    *start = file->inode;
    if (*path == '\0' && (how & PATH_EMPTY))
        return 0;
    return S_ISDIR(file->inode->mode) ? 0 : -ENOTDIR;
}

int path_lookup_user(int dir_fd, uintptr_t user_path, unsigned how, struct place *place)
{
    struct inode *start;
    char *path;
    int error = user_strndup(user_path, PATH_MAX, &path);

    if (error)
        return error;
    error = start_of(dir_fd, path, how, &start);
    if (!error)
        error = path_lookup(start, path, how, place);
    kfree(path);
    return error;
}

int path_find_user(int dir_fd, uintptr_t user_path, unsigned how, struct inode **found)
{
    struct place place;
    int error = path_lookup_user(dir_fd, user_path, how, &place);

    if (error)
        return error;
    *found = inode_get(place.inode);
    place_release(&place);
    return 0;
}
