//! Where a coroutine may come from.

mod tick;
use tick::tick;

pub struct Client<T, const C: char>(T);

impl<T: Clone> Client<T, '('> {
    //= 0: 3, 3: 1
    pub async fn get(&self, by: T) -> (T, u32) {
        (by, tick().await)
    }
}

impl<T: Clone> Client<T, '"'> {
    //= 0: 3, 3: 4, 4: 1
    pub async fn get(self, by: T) -> (T, u32) {
        tick().await;
        (by, tick().await)
    }
}

pub trait Service {
    //= 0: 3, 3: 1
    async fn provided(&self, name: String) -> usize {
        tick().await;
        name.len()
    }

    async fn required(&self) -> u32;

    fn boxed<'a>(&'a self) -> std::pin::Pin<Box<dyn Future<Output = u32> + 'a>>;
}

impl<T> Service for Client<T, '}'> {
    //= 0: 3, 3: 1
    async fn required(&self) -> u32 {
        tick().await
    }

    fn boxed<'a>(&'a self) -> std::pin::Pin<Box<dyn Future<Output = u32> + 'a>> {
        //= 0: 3, 3: 4, 4: 1
        Box::pin(async move {
            self.required().await;
            tick().await
        })
    }
}

//= 0: 3, 3: 1
pub async fn blocks(mut names: Vec<String>) -> usize {
    //= 0: 3, 3: 1
    let block = async {
        names.push(String::new());
        //= 0: 3, 3: 1
        let inner = async move {
            tick().await;
            names.len()
        };
        inner.await
    };
    block.await
}

//= 0: 3, 3: 4, 4: 5, 5: 1
pub async fn closures() {
    let mut all = vec![1];
    //= 0: 3, 3: 1
    let mut push = async |n: u32| {
        all.push(n + tick().await);
    };
    push(1).await;
    push(2).await;
    //= 0: 3, 3: 4, 4: 1
    let once = async move |n: u32| {
        tick().await;
        all.len() as u32 + n + tick().await
    };
    call(once).await;
}

//= 0: 3, 3: 1
async fn call<R>(then: impl AsyncFnOnce(u32) -> R) -> R {
    then(2).await
}

pub fn plain() -> impl Fn() {
    || {
        //= 0: 3, 3: 1
        drop(async { drop(tick().await) });
    }
}

const IN_A_CONST: fn() = {
    //= 0: 3, 3: 1
    async fn nested() {
        tick().await;
    }
    fn make() {
        drop(nested());
    }
    make
};

static IN_A_STATIC: fn() = || {
    //= 0: 3, 3: 1
    drop(async { tick().await });
};

pub mod outer {
    pub mod inner {
        //= 0: 3, 3: 1
        pub async fn deep() {
            //= 0: 3, 3: 4, 4: 1
            async fn local() {
                crate::tick().await;
                crate::tick().await;
            }
            local().await
        }
    }
}

macro_rules! made {
    ($($name:ident),*) => {
        $(
            //= 0: 3, 3: 1
            pub async fn $name() -> u32 {
                tick().await
            }
        )*
    };
}

made!(first, second);

/// It looks like a poll, but it is only called with one.
pub fn poll_it<F: Future>(
    future: std::pin::Pin<&mut F>,
    context: &mut std::task::Context<'_>,
) -> std::task::Poll<F::Output> {
    future.poll(context)
}
