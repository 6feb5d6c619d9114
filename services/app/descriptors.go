package app

// maxDescriptors caps the number of file descriptors from which the limits on connections are
// derived. It is also used if the system has no limit.
const maxDescriptors = 4096
